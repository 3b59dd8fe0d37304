"""What may be done, by name, and which role may do what: the one table that every guard asks."""

from enum import StrEnum


class Permission(StrEnum):
    """What a route needs, a role has, and an API key may be given."""

    CATALOG_WRITE = "catalog.write"
    ANALYTICS_READ = "analytics.read"
    DELIVERIES_READ = "deliveries.read"
    FOLLOWS_WRITE = "follows.write"
    USERS_READ = "users.read"
    USERS_WRITE = "users.write"
    AUDIT_READ = "audit.read"
    ADMIN = "admin"


MEANINGS = {
    Permission.CATALOG_WRITE: "change what is in the catalog, and see its past and what is not public",
    Permission.ANALYTICS_READ: "read what was visited",
    Permission.DELIVERIES_READ: "read what was sent to whom",
    Permission.FOLLOWS_WRITE: "follow products",
    Permission.USERS_READ: "read who has an account",
    Permission.USERS_WRITE: "change roles, deactivate and activate accounts",
    Permission.AUDIT_READ: "read the audit log",
    Permission.ADMIN: "whatever no other permission names",
}

CUSTOMER, ANALYST, EDITOR, ADMIN = "customer", "analyst", "editor", "admin"

_EVERYBODYS = frozenset({Permission.FOLLOWS_WRITE})
ROLES: dict[str, frozenset[Permission]] = {
    CUSTOMER: _EVERYBODYS,
    ANALYST: _EVERYBODYS | {Permission.ANALYTICS_READ, Permission.DELIVERIES_READ},
    EDITOR: _EVERYBODYS | {Permission.CATALOG_WRITE, Permission.ANALYTICS_READ},
    ADMIN: frozenset(Permission),
}
"""From the least to the most."""


def permissions_of(role: str) -> frozenset[Permission]:
    """None for a role that nobody knows."""
    return ROLES.get(role, frozenset())


def is_staff(role: str) -> bool:
    """Whether it may do more than everybody: then the admin is for it."""
    return bool(permissions_of(role) - _EVERYBODYS)


def roles_with(permission: Permission) -> list[str]:
    return [role for role, permissions in ROLES.items() if permission in permissions]
