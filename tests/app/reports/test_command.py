"""`manage.py report` makes, shows and sends a day's report, and says what it cannot do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from productwatch.accounts.models import User
from productwatch.notifications.models import Delivery
from productwatch.reports import services
from tests.app.reports.conftest import FRIDAY

pytestmark = pytest.mark.usefixtures("friday", "saturday")


def report(*arguments: str) -> str:
    out = StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


def test_shows_it_and_sends_nothing(admin: User) -> None:
    shown = report("--day", "2026-11-20")
    assert "0 visits by 0 visitors" in shown
    assert "Stool & co: created" in shown
    assert not Delivery.objects.exists()


def test_sends_it_where_that_is_asked(admin: User) -> None:
    assert "The report of 2026-11-20 is queued for 1 admin." in report("--day", "2026-11-20", "--send")
    assert Delivery.objects.get().address == admin.email


def test_says_that_it_was_sent_before(admin: User) -> None:
    report("--day", "2026-11-20", "--send")
    assert "was sent before: it is not sent again" in report("--day", "2026-11-20", "--send")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20.11.2026", "0001-01-01", "2026-11-20 ", ""])
def test_refuses_what_is_no_day(day: str) -> None:
    with pytest.raises(CommandError, match="it must be a day like 2026-11-20"):
        report("--day", day)


@pytest.mark.parametrize("day", ["2026-11-21", "2027-01-01", "9999-12-31"])
def test_refuses_a_day_that_is_not_over(day: str) -> None:
    with pytest.raises(CommandError, match=f"{day} is not over yet"):
        report("--day", day)


def test_says_that_another_makes_it() -> None:
    services._claim(FRIDAY)
    with pytest.raises(CommandError, match="is being made by another process"):
        report("--day", "2026-11-20")
