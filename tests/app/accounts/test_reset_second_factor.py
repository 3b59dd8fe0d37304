"""`reset_second_factor` takes a lost second factor away, and leaves a trace."""

import pytest
from django.core.management import CommandError, call_command

from productwatch.accounts.models import RecoveryCode, User
from productwatch.audit.models import Entry
from tests.app.accounts.calling import signed_in
from tests.app.accounts.factors import enrolled

pytestmark = pytest.mark.django_db(transaction=True)


def test_lets_in_with_the_password_alone(ann: User, capsys: pytest.CaptureFixture[str]) -> None:
    enrolled(ann.email)
    call_command("reset_second_factor", "Ann@Example.com")
    assert capsys.readouterr().out == "ann@example.com signs in with the password alone now\n"
    assert signed_in(ann.email)
    assert not RecoveryCode.objects.exists()


def test_stands_in_the_audit_log(ann: User) -> None:
    enrolled(ann.email)
    call_command("reset_second_factor", ann.email)
    entry = Entry.objects.get(act="second-factor-reset")
    assert (entry.actor_kind, entry.subject_id) == ("system", ann.id)


def test_says_where_there_is_none(ann: User) -> None:
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", ann.email)


@pytest.mark.parametrize("email", ["nobody@example.com", "no address"])
def test_says_where_there_is_nobody(db: None, email: str) -> None:
    with pytest.raises(CommandError, match="nobody has the address"):
        call_command("reset_second_factor", email)
