"""API keys: made and revoked by their owner, shown once, and good for their scopes alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from productwatch.accounts.models import ApiKey, User
from productwatch.accounts.services import users
from productwatch.accounts.services.keys import MOST
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.platform import api_keys
from productwatch.platform import redis as redis_module
from productwatch.platform.limiter.quota import Quota
from tests.app.accounts.calling import PASSWORD, asked, is_problem, signed_in
from tests.app.accounts.factors import enrolled

WISH: dict[str, Any] = {"name": "nightly", "scopes": ["users.read"], "days": 30, "password": PASSWORD}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def access(carol: User) -> str:
    return str(signed_in(carol.email)["access"])


def made(access: str, **other: Any) -> dict[str, Any]:
    answer = asked("POST", "keys", access, WISH | other)
    assert answer.status_code == 201, answer.content
    assert answer["Cache-Control"] == "no-store"
    return dict(answer.json())


def users_seen_by(key: str) -> Any:
    return Client().get("/api/v1/users", headers={"Authorization": f"Bearer {key}"})


def forget_keys() -> None:
    """As each process does in time."""
    api_keys.keeper()._known.clear()  # type: ignore[attr-defined]


def test_let_a_program_in(access: str) -> None:
    assert users_seen_by(made(access)["key"]).status_code == 200


def test_are_made_with_a_code_where_there_is_a_second_factor(carol: User) -> None:
    app = enrolled(carol.email)
    assert is_problem(asked("POST", "keys", app.session["access"], WISH), 422)
    assert made(app.session["access"], code=app.code())["key"]


def test_are_shown_once(access: str) -> None:
    new = made(access)
    [listed] = asked("GET", "keys", access).json()["items"]
    assert listed == {name: value for name, value in new.items() if name != "key"}
    assert new["key"].startswith(new["start"])


def test_are_kept_as_a_hash(access: str) -> None:
    key = made(access)["key"]
    assert key[11:] not in str(ApiKey.objects.values().get())
    assert key[11:] not in str(list(Entry.objects.values()))


def test_do_nothing_beyond_their_scopes(access: str, carol: User) -> None:
    key = made(access)["key"]
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client().patch(f"/api/v1/users/{carol.id}", {"is_active": True}, "application/json", headers=headers)
    assert is_problem(answer, 403)


@pytest.mark.parametrize(("method", "path"), [("GET", "me"), ("GET", "sessions"), ("GET", "keys"), ("POST", "keys")])
def test_do_not_stand_for_their_owner(access: str, method: str, path: str) -> None:
    """Who has stolen one can neither make others nor see what is the owner's own."""
    assert is_problem(asked(method, path, made(access)["key"], WISH if method == "POST" else None), 403)


def test_are_refused_within_seconds_of_being_revoked(access: str) -> None:
    new = made(access)
    users_seen_by(new["key"])
    assert asked("DELETE", f"keys/{new['id']}", access).status_code == 204
    assert is_problem(users_seen_by(new["key"]), 401)
    assert asked("GET", "keys", access).json()["items"] == []
    assert is_problem(asked("DELETE", f"keys/{new['id']}", access), 404)


def test_are_refused_within_half_a_minute_where_nobody_was_told(access: str) -> None:
    key = made(access)["key"]
    users_seen_by(key)
    ApiKey.objects.update(revoked_at=datetime.now(UTC))
    redis_module.redis().flushdb()
    assert users_seen_by(key).status_code == 200
    forget_keys()
    assert is_problem(users_seen_by(key), 401)


def test_end(access: str) -> None:
    key = made(access, days=1)["key"]
    assert users_seen_by(key).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, seconds=1)):
        assert is_problem(users_seen_by(key), 401)


def test_rest_with_their_owner(access: str, carol: User, ann: User) -> None:
    users.change(ann.id, THE_SYSTEM, role="admin")
    key = made(access)["key"]
    users_seen_by(key)
    users.change(carol.id, THE_SYSTEM, is_active=False)
    assert is_problem(users_seen_by(key), 401)
    users.change(carol.id, THE_SYSTEM, is_active=True)
    forget_keys()
    assert users_seen_by(key).status_code == 200


def test_lose_what_their_owner_loses(access: str, carol: User, ann: User) -> None:
    users.change(ann.id, THE_SYSTEM, role="admin")
    key = made(access)["key"]
    users_seen_by(key)
    users.change(carol.id, THE_SYSTEM, role="customer")
    assert is_problem(users_seen_by(key), 403)


def test_cost_no_statement_the_second_time(access: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = made(access)["key"]
    users_seen_by(key)
    with django_assert_num_queries(1):
        users_seen_by(key)


@pytest.mark.parametrize("key", ["pw_", "pw_x", f"pw_{'A' * 40}", f"pw_{'ü' * 40}", "pw_" + "x" * 5000])
def test_that_are_made_up_cost_none_at_all(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, key: str
) -> None:
    with django_assert_num_queries(0):
        assert is_problem(users_seen_by(key), 401)


def test_tell_when_they_were_used_last(access: str) -> None:
    key = made(access)["key"]
    users_seen_by(key)
    [listed] = asked("GET", "keys", access).json()["items"]
    assert datetime.fromisoformat(listed["used_at"]) <= datetime.now(UTC)


def test_count_for_themselves(access: str, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"reads": Quota(1, 3600)}
    first, second = made(access)["key"], made(access)["key"]
    assert [users_seen_by(key).status_code for key in (first, first, second)] == [200, 429, 200]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"scopes": "users.read"},
        {"days": 0},
        {"days": 367},
        {"name": ""},
        {"user": "somebody"},
        {"password": "not the password"},
        {"password": "x" * 129},
    ],
)
def test_are_refused_where_the_wish_is_none(access: str, wrong: dict[str, Any]) -> None:
    assert is_problem(asked("POST", "keys", access, WISH | wrong), 422)


def test_have_no_scope_that_their_owner_lacks(ann: User) -> None:
    answer = asked("POST", "keys", signed_in(ann.email)["access"], WISH)
    assert is_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/scopes"


def test_are_not_too_many(access: str, carol: User) -> None:
    end = datetime.now(UTC) + timedelta(days=1)
    ApiKey.objects.bulk_create(
        ApiKey(user=carol, name="x", start=str(number), digest=b"", expires_at=end) for number in range(MOST)
    )
    assert is_problem(asked("POST", "keys", access, WISH), 409)


def test_of_others_are_not_there(access: str, ann: User) -> None:
    new, stranger = made(access), signed_in(ann.email)["access"]
    assert asked("GET", "keys", stranger).json()["items"] == []
    assert is_problem(asked("DELETE", f"keys/{new['id']}", stranger), 404)
    assert users_seen_by(new["key"]).status_code == 200


def test_stand_in_the_audit_log(access: str, carol: User) -> None:
    new = made(access)
    asked("DELETE", f"keys/{new['id']}", access)
    found = Entry.objects.filter(subject_kind="api-key").order_by("id").values_list("act", "actor_id", "details")
    assert list(found) == [("api-key-made", carol.id, {"scopes": "users.read"}), ("api-key-revoked", carol.id, {})]
