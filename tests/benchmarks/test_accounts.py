"""Signing in costs the hash and little else, refreshing three statements, and knowing who asks next to nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.benchmarks.results import tell
from tests.benchmarks.turns import cheapest

EMAIL, PASSWORD = "ann@example.com", "otter under the old bridge"
SIGN_IN_MOST, REFRESH_MOST, VERIFY_MOST = 1.15, 3, 1000
"""Times the CPU of the hash alone; SQL statements; microseconds of CPU."""


@pytest.fixture
def ann(installation: None) -> Iterator[Any]:
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - settings are there only now
    from django.test import override_settings  # noqa: PLC0415

    from productwatch.accounts.models import User  # noqa: PLC0415
    from productwatch.platform.limiter.quota import Quota  # noqa: PLC0415

    user = User.objects.create(email=EMAIL, password=make_password(PASSWORD))
    with override_settings(RATE_LIMITS=dict.fromkeys(_limits(), Quota(9_999_999, 1))):
        yield user
    user.delete()


def test_signing_in_is_hashing(ann: Any) -> None:
    from argon2.low_level import Type, verify_secret  # noqa: PLC0415

    bare = ann.password.removeprefix("argon2").encode()

    def hash_alone() -> None:
        assert verify_secret(bare, PASSWORD.encode(), Type.ID)

    sign_in = asking("login", {"email": EMAIL, "password": PASSWORD}, times=60)
    taken = cheapest({"ours": sign_in, "argon2": hash_alone}, rounds=60, times=1)
    ours, rival = taken["ours"], taken["argon2"]
    measured = f"{ours / 1000:.1f} ms of CPU; argon2 alone {rival / 1000:.1f} ms: {ours / rival:.2f}×"
    tell("signing in, all of it", measured, f"≤ {SIGN_IN_MOST}×")
    assert ours <= SIGN_IN_MOST * rival


def test_refreshing_is_three_statements(ann: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from productwatch.accounts.services import sessions  # noqa: PLC0415

    token = sessions.sign_in(EMAIL, PASSWORD).refresh
    with CaptureQueriesContext(connection) as captured:
        asking("refresh", {"refresh": token})()
    asked = [query["sql"] for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
    tell("SQL statements of refreshing", str(len(asked)), f"≤ {REFRESH_MOST}")
    assert len(asked) <= REFRESH_MOST


def test_knowing_who_asks_is_no_statement(ann: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from productwatch.accounts.services import sessions  # noqa: PLC0415
    from productwatch.platform.auth import signed_in  # noqa: PLC0415

    headers = {"Authorization": f"Bearer {sessions.sign_in(EMAIL, PASSWORD).access}"}

    def verify() -> None:
        assert signed_in(RequestFactory().get("/", headers=headers)).user_id == ann.id

    with CaptureQueriesContext(connection) as captured:
        taken = cheapest({"verify": verify}, rounds=40, times=50)["verify"]
    tell("verifying an access token", f"{taken:.0f} µs of CPU, {len(captured)} SQL", f"≤ {VERIFY_MOST} µs, no SQL")
    assert taken <= VERIFY_MOST
    assert len(captured) == 0


def asking(path: str, body: dict[str, str], times: int = 1) -> Callable[[], None]:
    """Answers such a request, through all middleware, up to so many times: making it is the client's affair."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    handler, client = WSGIHandler(), RequestFactory()
    requests = iter([client.post(f"/api/v1/auth/{path}", body, "application/json") for _ in range(times)])

    def ask() -> None:
        assert handler.get_response(next(requests)).status_code == 200

    return ask


def _limits() -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415

    found: dict[str, Any] = settings.RATE_LIMITS
    return found
