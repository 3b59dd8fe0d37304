"""What happens to accounts stands in the audit log, kept with the act or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from productwatch.accounts.models import RefreshFamily, User
from productwatch.accounts.services import auditing, sessions
from productwatch.audit.metrics import LEFT_OUT
from productwatch.audit.models import Entry
from productwatch.audit.services import OF_ONE_AN_HOUR
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.problems import Unauthorized
from tests.app.accounts.calling import PASSWORD, ROOT, claims, post, refreshed, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 21, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def trail(*acts: str) -> list[tuple[Any, ...]]:
    found = Entry.objects.filter(act__in=acts) if acts else Entry.objects.all()
    return list(found.order_by("id").values_list("act", "actor_kind", "actor_id", "subject_id"))


def test_of_a_session_from_its_beginning_to_its_end(ann: User) -> None:
    pair = signed_in(ann.email)
    post("logout", refresh=pair["refresh"])
    assert trail() == [("sign-in", "user", ann.id, ann.id), ("sign-out", "user", ann.id, ann.id)]
    assert {entry.details["session"] for entry in Entry.objects.all()} == {claims(pair["access"])["sid"]}


def test_tells_of_refused_sign_ins(ann: User, dan: User) -> None:
    post("login", email=ann.email, password="not the password")
    post("login", email=dan.email, password=PASSWORD)
    refused = [("sign-in-refused", "anonymous", None, user.id) for user in (ann, dan)]
    assert trail() == refused


def test_tells_tries_at_an_unknown_address_from_those_at_another() -> None:
    for email in ("x@example.com", "x@example.com", "y@example.com"):
        post("login", email=email, password=PASSWORD)
    assert len({entry.subject_id for entry in Entry.objects.filter(subject_kind="unknown")}) == 2


def test_tells_of_so_many_refusals_an_hour_and_counts_the_others(
    ann: User, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | dict.fromkeys(("password-tries", "strangers-tries"), Quota(999, 1))
    left_out = LEFT_OUT._value.get()
    for _ in range(OF_ONE_AN_HOUR + 3):
        with pytest.raises(Unauthorized):
            sessions.sign_in(ann.email, "not the password")
    assert (Entry.objects.count(), LEFT_OUT._value.get() - left_out) == (OF_ONE_AN_HOUR, 3)
    clock.shift(timedelta(hours=1, seconds=1))
    post("login", email=ann.email, password="not the password")
    assert Entry.objects.count() == OF_ONE_AN_HOUR + 1


def test_tells_of_a_refresh_token_that_was_used_again(ann: User) -> None:
    first = signed_in(ann.email)["refresh"]
    refreshed(refreshed(first)["refresh"])
    post("refresh", refresh=first)
    assert trail("refresh-reused") == [("refresh-reused", "anonymous", None, ann.id)]


def test_tells_of_registrations_alike_whoever_has_the_address(ann: User) -> None:
    for email in (ann.email, "bob@example.com"):
        post("register", email=email, password=PASSWORD)
    assert {entry[:3] for entry in trail()} == {("registration-asked", "anonymous", None)}
    assert {entry.subject_kind for entry in Entry.objects.all()} == {"unknown"}


def test_knows_the_same_address_again_but_not_what_it_is(ann: User) -> None:
    for address in ("203.0.113.5", "203.0.113.5", "203.0.113.6"):
        Client().post(f"{ROOT}/login", {"email": ann.email, "password": "no"}, "application/json", REMOTE_ADDR=address)
    one, again, other = (bytes(entry.address or b"") for entry in Entry.objects.order_by("id"))
    assert (one == again, one == other, len(one)) == (True, False, 16)


def test_holds_nothing_that_could_be_used(ann: User) -> None:
    pair = signed_in(ann.email)
    post("login", email="nobody@example.com", password="hunter two two")
    told = str(list(Entry.objects.values()))
    secrets = (pair["access"], pair["refresh"], PASSWORD, ann.email, "nobody@", "hunter")
    assert not [secret for secret in secrets if secret in told]


@pytest.mark.django_db(transaction=True)
def test_is_kept_with_the_act_or_not_at_all(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "SIGN_IN", "longer than any act may be, so that it is no entry")
    assert post("login", email=ann.email, password=PASSWORD).status_code >= 500
    assert not RefreshFamily.objects.exists()
