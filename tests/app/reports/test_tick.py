"""Each minute it is seen whether yesterday's report is due: it is then made and mailed, once."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings

from productwatch.accounts.models import User
from productwatch.notifications import services as notifications
from productwatch.notifications.models import Delivery
from productwatch.reports import services, tasks
from productwatch.reports.models import Report
from tests.app.accounts.racing import meeting_at
from tests.app.reports.conftest import FRIDAY, SATURDAY_MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_account(db: None) -> User:
    """Of somebody who has left, made as the installation was."""
    opened = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)
    return User.objects.create(email="founder@example.com", is_active=False, created_at=opened)


def mailed() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.values_list("message__source", "address"))


def test_mails_it_to_every_active_admin(admin: User, customer: User, saturday: time_machine.Traveller) -> None:
    User.objects.create(email="gone@example.com", role="admin", is_active=False)
    assert tasks.tick()
    assert mailed() == [("report:2026-11-20", "ada@example.com")]


def test_does_nothing_before_its_hour(admin: User, saturday: time_machine.Traveller) -> None:
    saturday.shift(timedelta(seconds=-1))
    assert not tasks.tick()
    assert not Report.objects.exists()


def test_says_nothing_of_a_day_before_the_installation(
    first_account: User, admin: User, saturday: time_machine.Traveller
) -> None:
    first_account.created_at += timedelta(minutes=1)
    first_account.save()
    assert not tasks.tick()
    assert not Report.objects.exists()


def test_goes_by_the_hour_that_is_set(admin: User, saturday: time_machine.Traveller, settings: Settings) -> None:
    settings.REPORT_AT = datetime(2026, 1, 1, 7, 30, tzinfo=UTC).time()
    assert not tasks.tick()
    saturday.shift(timedelta(minutes=90))
    assert tasks.tick()


def test_mails_it_once_however_often_it_comes(admin: User, saturday: time_machine.Traveller) -> None:
    assert [tasks.tick(), tasks.tick()] == [True, False]
    saturday.shift(timedelta(hours=12))
    assert not tasks.tick()
    assert len(mailed()) == 1


@pytest.mark.django_db(transaction=True)
def test_mails_it_once_when_two_come_together(admin: User) -> None:
    with time_machine.travel(SATURDAY_MORNING, tick=False):
        services.make(FRIDAY)
        mail = partial(services.mail, FRIDAY)
        assert sorted(meeting_at(Report.objects.all(), mail, mail), key=str) == [1, None]
    assert len(mailed()) == 1


def test_mails_what_was_made_by_hand_and_not_sent(admin: User, saturday: time_machine.Traveller) -> None:
    services.make(FRIDAY)
    assert tasks.tick()
    assert len(mailed()) == 1


def test_leaves_it_to_who_is_making_it(admin: User, saturday: time_machine.Traveller) -> None:
    services._claim(FRIDAY)
    assert not tasks.tick()
    saturday.shift(services.LEASE)
    assert tasks.tick()


def test_does_not_catch_up_with_the_days_before(admin: User, saturday: time_machine.Traveller) -> None:
    tasks.tick()
    saturday.shift(timedelta(days=10))
    tasks.tick()
    assert [source for source, _ in mailed()] == ["report:2026-11-20", "report:2026-11-30"]


def test_brings_a_mail_that_tells_the_day(
    admin: User, friday: None, saturday: time_machine.Traveller, settings: Settings, tmp_path: Path
) -> None:
    settings.MAIL_DIR = tmp_path
    tasks.tick()
    notifications.send(Delivery.objects.get().id)
    mail = message_from_bytes(next(tmp_path.iterdir()).read_bytes(), policy=policy.default)
    assert mail["Subject"] == "Product Watch on 2026-11-20: 0 visits by 0 visitors"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "Stool & co: price 10.00 USD → 9.00 USD, stock" in text
    assert "<li>Stool &amp; co: price 10.00 USD → 9.00 USD, stock</li>" in html
    assert "because you administer Product Watch" in text
