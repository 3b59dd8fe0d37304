"""What is forgotten: sessions that no token can reach any more, and nothing before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from productwatch.accounts.services import upkeep
from productwatch.accounts.services.upkeep import KEPT_AFTER_EXPIRY
from productwatch.accounts.tasks import forget_expired
from productwatch.platform import clock
from tests.app.accounts.calling import refreshed, signed_in

START = datetime(2026, 11, 1, tzinfo=UTC)
LIFE = timedelta(days=14) + KEPT_AFTER_EXPIRY


def forgotten(after: timedelta) -> int:
    with time_machine.travel(START + after, tick=False):
        return forget_expired()


@pytest.fixture
def session(ann: User) -> None:
    """A token that was used after a week, and its successor."""
    with time_machine.travel(START, tick=False) as clock:
        first = signed_in(ann.email)["refresh"]
        clock.shift(timedelta(days=7))
        refreshed(first)


def test_is_nothing_that_may_still_be_asked_for(session: None) -> None:
    assert forgotten(LIFE) == 0
    assert RefreshToken.objects.count() == 2


def test_is_a_token_that_has_ended(session: None) -> None:
    assert forgotten(LIFE + timedelta(seconds=1)) == 1
    assert RefreshToken.objects.get().used_at is None
    assert RefreshFamily.objects.exists()


def test_is_a_session_with_its_last_token(session: None) -> None:
    assert forgotten(LIFE + timedelta(days=8)) == 2
    assert not RefreshFamily.objects.exists()
    assert User.objects.exists()


def test_is_an_ended_session_with_all_its_tokens(session: None) -> None:
    with time_machine.travel(START + timedelta(days=8), tick=False):
        RefreshFamily.objects.update(ended_at=clock.now(), ended_by="logout")
    assert forgotten(timedelta(days=8) + KEPT_AFTER_EXPIRY) == 0
    assert forgotten(timedelta(days=8, seconds=1) + KEPT_AFTER_EXPIRY) == 2
    assert not RefreshFamily.objects.exists()


def test_goes_in_slices(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a few statements each, in a transaction of its own: nobody waits for more than a slice."""
    monkeypatch.setattr(upkeep, "SLICE", 10)
    with time_machine.travel(START, tick=False):
        families = RefreshFamily.objects.bulk_create(RefreshFamily(user=ann) for _ in range(25))
        for family in families:
            family.tokens.create(digest=family.id.bytes, issued_at=START, expires_at=START)
    with CaptureQueriesContext(connection) as captured:
        assert forgotten(timedelta(days=1)) == 25
    assert len([query for query in captured if query["sql"].startswith('DELETE FROM "accounts_refreshtoken"')]) == 3
    assert not RefreshFamily.objects.exists()
