"""Whoever guesses at a password is held back, from one address or a hundred, and locks nobody else out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from productwatch.accounts.models import KnownAddress, Registration, User
from productwatch.accounts.services import confirming, known_addresses, registration, sessions
from productwatch.accounts.services.known_addresses import KNOWN_FOR
from productwatch.accounts.tasks import forget_expired
from productwatch.audit.actors import Actor, actor_of
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.problems import Unavailable
from productwatch.platform.redis import breaker
from tests.app.accounts.calling import PASSWORD, ROOT, asked, is_problem, signed_in
from tests.app.accounts.factors import enrolled

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db(transaction=True)

HOME, WORK = "203.0.113.5", "203.0.113.6"
ATTACKERS = [f"198.51.100.{number}" for number in range(1, 101)]


def tried(address: str, password: str = "a guess", email: str = "ann@example.com", **more: str) -> "Answer":
    body = {"email": email, "password": password} | more
    return Client().post(f"{ROOT}/login", body, "application/json", REMOTE_ADDR=address)


def actor_at(address: str) -> Actor:
    return actor_of(RequestFactory().get("/", REMOTE_ADDR=address))


def lets_in(address: str, **more: str) -> bool:
    return tried(address, PASSWORD, **more).status_code == 200


@pytest.fixture(autouse=True)
def wide(settings: Settings) -> None:
    """What each address may do whatever the account is another matter."""
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"sign-in": Quota(10_000, 1), "sign-in-daily": Quota(10_000, 1)}


@pytest.fixture
def at_home(ann: User) -> User:
    """Ann, who has signed in at home."""
    assert lets_in(HOME)
    return ann


def test_from_one_address_ends_after_ten_tries(ann: User) -> None:
    assert [tried(WORK).status_code for _ in range(11)] == [401] * 10 + [429]


def test_is_told_when_to_come_again(ann: User, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"password-tries": Quota(1, 600)}
    answers = [tried(WORK), tried(WORK)]
    assert is_problem(answers[1], 429)
    assert (answers[1]["Retry-After"], answers[1].json()["violated-policies"]) == ("600", ["password-tries"])


def test_from_a_hundred_addresses_ends_after_twenty_tries(at_home: User, hashes_made: Callable[[], int]) -> None:
    answers = [tried(address) for address in ATTACKERS]
    assert [answer.status_code for answer in answers] == [401] * 20 + [429] * 80
    assert answers[-1].json()["violated-policies"] == ["strangers-tries"]
    assert hashes_made() == 20


def test_from_a_hundred_addresses_lets_the_owner_in_meanwhile(at_home: User) -> None:
    for number, address in enumerate(ATTACKERS):
        tried(address)
        assert number % 10 or lets_in(HOME)


def test_locks_nobody_out_however_long_two_go_on(at_home: User) -> None:
    for _ in range(40):
        assert {tried(address).status_code for address in ATTACKERS[:2]} <= {401, 429}
    assert lets_in(HOME)
    assert tried(HOME).status_code == 401


def test_holds_back_a_right_guess_too(at_home: User) -> None:
    """Otherwise it would be worth going on."""
    for address in ATTACKERS[:20]:
        tried(address)
    assert not lets_in(ATTACKERS[30])


def test_of_one_account_is_no_guess_at_another(at_home: User, carol: User) -> None:
    for address in ATTACKERS[:21]:
        tried(address)
    assert tried(ATTACKERS[0], email=carol.email).status_code == 401


def test_goes_for_an_account_that_nobody_has_the_same_way(at_home: User, dan: User) -> None:
    def course(email: str) -> list[tuple[object, ...]]:
        told = [tried(address, email=email).json() for address in [*ATTACKERS[:12], *[WORK] * 12]]
        return [(answer["type"], answer.get("violated-policies", answer["detail"])) for answer in told]

    assert course(at_home.email) == course("nobody@example.com") == course(dan.email)


def test_is_forgotten_with_the_right_password(at_home: User) -> None:
    assert [tried(HOME).status_code for _ in range(9)] == [401] * 9
    assert lets_in(HOME)
    assert [tried(HOME).status_code for _ in range(9)] == [401] * 9


def test_is_not_forgotten_with_the_right_password_of_who_may_not_sign_in(dan: User) -> None:
    """Else it would be told by what follows."""
    answers = [tried(WORK, PASSWORD, dan.email).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_knows_an_address_for_thirty_days(at_home: User) -> None:
    for later, known in ((KNOWN_FOR - timedelta(hours=1), True), (KNOWN_FOR + timedelta(hours=1), False)):
        with time_machine.travel(datetime.now(UTC) + later):
            assert (known_addresses.seen(at_home, actor_at(HOME)) is not None) is known


def test_knows_an_address_longer_that_is_used(at_home: User) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=20)):
        assert lets_in(HOME)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=40)):
        assert known_addresses.seen(at_home, actor_at(HOME))
    assert KnownAddress.objects.count() == 1


def test_knows_the_address_from_which_an_account_was_confirmed(db: None) -> None:
    """Else whoever has guessed at the address before it was registered would keep its owner out."""
    registration.register("new@example.com", PASSWORD)
    token = confirming.token_for(Registration.objects.get().id)
    assert token
    for address in ATTACKERS[:21]:
        tried(address, email="new@example.com")
    Client().post(f"{ROOT}/confirm", {"token": token}, "application/json", REMOTE_ADDR=HOME)
    assert lets_in(HOME, email="new@example.com")
    assert not lets_in(WORK, email="new@example.com")


def test_knows_no_address_of_a_try_that_failed(ann: User) -> None:
    tried(WORK)
    enrolled(ann.email)
    KnownAddress.objects.all().delete()
    assert tried(WORK, PASSWORD).json()["type"] == "/problems/second-factor-required"
    assert not KnownAddress.objects.exists()


def test_forgets_addresses_in_time(at_home: User) -> None:
    with time_machine.travel(datetime.now(UTC) + KNOWN_FOR - timedelta(minutes=1)):
        forget_expired()
        assert KnownAddress.objects.exists()
    with time_machine.travel(datetime.now(UTC) + KNOWN_FOR + timedelta(minutes=1)):
        forget_expired()
        assert not KnownAddress.objects.exists()


def test_keeps_no_address(at_home: User) -> None:
    known = KnownAddress.objects.get()
    assert len(known.address) == 16
    assert HOME not in str(KnownAddress.objects.values().get())


def test_while_signed_in_ends_after_ten_tries(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    body = {"current": "a guess", "new": "otters under the new bridge"}
    assert [asked("POST", "password", access, body).status_code for _ in range(11)] == [422] * 10 + [429]
    key = {"name": "x", "scopes": ["follows.write"], "password": PASSWORD}
    assert is_problem(asked("POST", "keys", access, key), 429)


def test_at_sign_in_hinders_nobody_who_is_signed_in_elsewhere(ann: User) -> None:
    access = signed_in(ann.email)["access"]
    for address in ATTACKERS[:21]:
        tried(address)
    body = {"password": PASSWORD}
    answer = Client().post(
        f"{ROOT}/second-factor",
        body,
        "application/json",
        headers={"Authorization": f"Bearer {access}"},
        REMOTE_ADDR=WORK,
    )
    assert answer.status_code == 200


def test_at_codes_locks_nobody_out(ann: User) -> None:
    app = enrolled(ann.email)
    assert lets_in(HOME, code=app.code())
    refused = [tried(address, PASSWORD, code="123456") for address in ATTACKERS[:21]]
    assert (refused[19].status_code, refused[20].status_code) == (401, 429)
    assert refused[20].json()["violated-policies"] == ["code-tries"]
    assert lets_in(HOME, code=app.code(1))
    assert lets_in(WORK, code=app.recovery_codes[0])


def test_goes_on_by_no_outage_of_redis(ann: User) -> None:
    breaker.open(Exception())
    with pytest.raises(Unavailable):
        sessions.sign_in(ann.email, PASSWORD)
    assert is_problem(tried(HOME, PASSWORD), 503)
