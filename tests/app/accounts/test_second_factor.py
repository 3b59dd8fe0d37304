"""A second factor that is active is demanded at sign-in, of who knows the password and of nobody else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from pytest_django.fixtures import Settings

from productwatch.accounts.models import SecondFactor, User
from productwatch.accounts.services import sessions
from productwatch.audit.models import Entry
from productwatch.platform.limiter.quota import Quota
from productwatch.platform.problems import Unauthorized
from productwatch.platform.redis import breaker
from tests.app.accounts.calling import PASSWORD, is_problem, post, signed_in
from tests.app.accounts.factors import App, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 21, 8, 0, 15, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def app(ann: User) -> App:
    return enrolled(ann.email)


def tried(code: str | None = None, password: str = PASSWORD) -> "tuple[int, str]":
    """Status and kind of the answer to Ann's sign-in."""
    shown = {} if code is None else {"code": code}
    answer = post("login", email="ann@example.com", password=password, **shown)
    return answer.status_code, answer.json().get("type", "").rpartition("/")[2]


REQUIRED, REFUSED, WRONG, IN = (
    (401, "second-factor-required"),
    (401, "second-factor-refused"),
    (401, "unauthorized"),
    (200, ""),
)


def test_is_asked_for_with_a_problem_of_its_own(app: App) -> None:
    assert tried() == REQUIRED


def test_lets_in_with_its_code(app: App) -> None:
    assert tried(app.code()) == IN


def test_is_not_asked_of_others(ann: User) -> None:
    assert signed_in(ann.email)
    assert tried("123456") == IN


def test_says_nothing_to_who_does_not_know_the_password(app: App, dan: User) -> None:
    told = [post("login", email="ann@example.com", password="not the password", code=app.code()).json()["detail"]]
    told += [post("login", email=email, password=PASSWORD).json()["detail"] for email in (dan.email, "no@example.com")]
    assert set(told) == {"The address or the password is wrong."}
    assert tried(app.code(), "not the password") == WRONG
    assert tried(app.code()) == IN


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_minds_no_clock_that_is_half_a_minute_off(ann: User, steps: int, clock: time_machine.Traveller) -> None:
    app = enrolled(ann.email)
    clock.shift(timedelta(minutes=5))
    assert tried(app.code(steps)) == IN


@pytest.mark.parametrize("steps", [-4, -2, 2, 4])
def test_refuses_a_clock_that_is_off_by_more(app: App, steps: int) -> None:
    assert tried(app.code(steps)) == REFUSED


def test_tells_what_to_look_at_the_same_for_each_code(app: App) -> None:
    """Whoever guesses learns from no answer that a code will be good soon."""
    codes = (app.code(4), "123456", "A" * 16, "not a code")
    told = {post("login", email="ann@example.com", password=PASSWORD, code=code).json()["detail"] for code in codes}
    assert len(told) == 1
    assert "clock is right, it is 08:00:15 UTC" in told.pop()


def test_takes_a_code_once(app: App) -> None:
    assert [tried(app.code()), tried(app.code())] == [IN, REFUSED]


def test_takes_no_code_of_before_one_that_was_taken(app: App) -> None:
    assert [tried(app.code(1)), tried(app.code())] == [IN, REFUSED]


def test_takes_the_code_that_confirmed_it_no_more(app: App) -> None:
    assert tried(app.code(-1)) == REFUSED


def test_lets_one_of_two_in_who_come_at_once(app: App) -> None:
    code = app.code()

    def once(_: int) -> bool:
        try:
            return bool(sessions.sign_in("ann@example.com", PASSWORD, code=code))
        except Unauthorized:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(once, range(2))) == [False, True]


@pytest.mark.parametrize("shape", ["{} {}", "{}-{}", " {}{} "])
def test_takes_a_code_as_people_type_it(app: App, shape: str) -> None:
    code = app.code()
    assert tried(shape.format(code[:3], code[3:])) == IN


@pytest.mark.parametrize("code", ["", "12345", "x" * 33, "1234567\0", "１２３４５６", 123456])
def test_refuses_what_can_be_no_code(app: App, code: object) -> None:
    assert is_problem(post("login", email="ann@example.com", password=PASSWORD, code=code), 422)


def test_opens_with_its_own_data_key_alone(app: App, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.DATA_KEY = "another" * 8
    assert tried(app.code()) == REFUSED
    assert "sealed with another data key" in caplog.text


def test_is_its_owners_alone(app: App, carol: User) -> None:
    """Who can write to the table cannot sign in as others with a secret that they know."""
    SecondFactor.objects.update(user=carol)
    assert post("login", email=carol.email, password=PASSWORD, code=app.code()).status_code == 401


def test_stands_in_no_row_in_clear(app: App) -> None:
    assert app.secret.encode() not in bytes(SecondFactor.objects.get().secret)


def test_stands_in_the_audit_log(app: App, ann: User) -> None:
    for code in (None, "123456", app.code()):
        tried(code)
    acts = list(Entry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["sign-in", "second-factor-on", "second-factor-missing", "second-factor-refused", "sign-in"]
    assert app.secret not in str(list(Entry.objects.values()))


def test_is_tried_so_often(app: App, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"code-tries": Quota(3, 86400)}
    assert [tried("123456") for _ in range(3)] == [REFUSED] * 3
    answer = post("login", email="ann@example.com", password=PASSWORD, code=app.code())
    assert is_problem(answer, 429)
    assert answer.json()["violated-policies"] == ["code-tries"]
    assert 0 < int(answer["Retry-After"]) <= 86400 / 3


def test_forgets_wrong_codes_with_a_right_one(app: App, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"code-tries": Quota(3, 86400)}
    assert [tried("123456"), tried("123456"), tried(app.code())] == [REFUSED, REFUSED, IN]
    assert [tried("123456") for _ in range(3)] == [REFUSED] * 3


def test_that_others_have_tried_lets_a_recovery_code_in(app: App, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"code-tries": Quota(1, 86400)}
    assert [tried("123456"), tried("123456")[0], tried(app.recovery_codes[0])] == [REFUSED, 429, IN]


def test_is_not_tried_uncounted(app: App) -> None:
    user = User.objects.select_related("second_factor").get()
    breaker.open(Exception())
    with pytest.raises(Exception, match="Redis is away"):
        sessions.sign_in(user.email, PASSWORD, code=app.code())


def test_is_asked_of_who_signs_in_while_it_becomes_active(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password was compared when there was no second factor; the session begins when there is one."""
    real = sessions._begun

    def meanwhile(*arguments: object) -> object:
        monkeypatch.setattr(sessions, "_begun", real)
        enrolled("ann@example.com")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(sessions, "_begun", meanwhile)
    assert tried() == WRONG
