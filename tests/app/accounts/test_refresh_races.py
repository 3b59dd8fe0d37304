"""Of two uses of one refresh token at the same moment, one wins."""

from functools import partial

import pytest

from productwatch.accounts.models import RefreshFamily, RefreshToken, User
from productwatch.accounts.services import sessions
from tests.app.accounts.calling import claims, post, refreshed, signed_in
from tests.app.accounts.racing import meeting_at
from tests.app.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_makes_one_successor_and_all_get_it(ann: User) -> None:
    use = partial(post, "refresh", refresh=signed_in(ann.email)["refresh"])
    answers = meeting_at(RefreshToken.objects.all(), use, use, use)
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({claims(answer.json()["refresh"])["jti"] for answer in answers}) == 1
    assert RefreshToken.objects.count() == 2
    assert refreshed(answers[0].json()["refresh"])


def test_ends_the_session_once_where_the_token_was_spent(ann: User, caplog: pytest.LogCaptureFixture) -> None:
    first = signed_in(ann.email)["refresh"]
    refreshed(refreshed(first)["refresh"])
    reuse = partial(post, "refresh", refresh=first)
    assert [answer.status_code for answer in meeting_at(RefreshFamily.objects.all(), reuse, reuse)] == [401, 401]
    assert RefreshFamily.objects.get().ended_by == "reuse"
    assert [record.getMessage() for record in caplog.records].count("a session ended") == 1


def test_leaves_nothing_to_use_after_a_logout_beside_it(ann: User) -> None:
    first = signed_in(ann.email)["refresh"]
    use, leave = partial(post, "refresh", refresh=first), partial(post, "logout", refresh=first)
    used, left = meeting_at(RefreshFamily.objects.all(), use, leave)
    assert (used.status_code, left.status_code) == (200, 204)
    assert post("refresh", refresh=used.json()["refresh"]).status_code == 401


def test_makes_one_successor_for_two_hundred_at_once(ann: User) -> None:
    token = signed_in(ann.email)["refresh"]

    def use_ten_times() -> list[str]:
        return [claims(sessions.refresh(token).refresh)["jti"] for _ in range(10)]

    found = at_once(*[use_ten_times] * 20)
    assert (sum(map(len, found)), len({jti for one in found for jti in one})) == (200, 1)
    assert RefreshToken.objects.count() == 2
    assert RefreshToken.objects.filter(used_at=None).count() == 1
