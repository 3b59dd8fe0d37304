"""Roles are named permissions, in one table."""

from productwatch.accounts.models import Role
from productwatch.platform.permissions import MEANINGS, ROLES, Permission, permissions_of, roles_with


def test_the_table_knows_every_role() -> None:
    assert set(ROLES) == set(Role.values)


def test_every_permission_has_a_meaning_and_a_role() -> None:
    assert set(MEANINGS) == set(Permission)
    assert all(roles_with(permission) for permission in Permission)


def test_admins_have_them_all_and_strangers_none() -> None:
    assert permissions_of("admin") == set(Permission)
    assert permissions_of("root") == set()


def test_nobody_but_admins_touches_accounts_or_the_log() -> None:
    reserved = {Permission.USERS_READ, Permission.USERS_WRITE, Permission.AUDIT_READ, Permission.ADMIN}
    assert all(roles_with(permission) == ["admin"] for permission in reserved)
