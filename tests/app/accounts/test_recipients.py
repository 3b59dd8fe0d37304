"""Who may get mail: the active, with the address that they have now."""

from uuid import uuid4

from productwatch.accounts.models import User
from productwatch.accounts.selectors import Recipient, active_admins, active_recipients, user


def test_are_the_active_admins(ann: User, carol: User) -> None:
    assert active_admins() == [Recipient(carol.id, "carol@example.com")]
    User.objects.update(is_active=False)
    assert active_admins() == []


def test_are_the_active_ones_of_those_named(ann: User, carol: User, dan: User) -> None:
    assert active_recipients([ann.id, ann.id, dan.id, uuid4()]) == [Recipient(ann.id, "ann@example.com")]
    assert active_recipients([]) == []


def test_a_deactivated_user_is_nobody(ann: User, dan: User) -> None:
    assert user(ann.id) == {"id": ann.id, "email": ann.email, "role": "customer", "created_at": ann.created_at}
    assert user(dan.id) is None
