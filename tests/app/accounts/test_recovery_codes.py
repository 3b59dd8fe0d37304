"""Recovery codes stand in for a lost app: ten, shown once, kept as hashes, each good once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from productwatch.accounts.models import RecoveryCode, User
from productwatch.accounts.services import recovery_codes
from productwatch.audit.models import Entry
from tests.app.accounts.calling import PASSWORD, asked, is_problem, post, signed_in
from tests.app.accounts.factors import App, enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(ann: User) -> App:
    return enrolled(ann.email)


def lets_in(code: str, email: str = "ann@example.com") -> bool:
    return post("login", email=email, password=PASSWORD, code=code).status_code == 200


def left(app: App) -> int:
    return int(asked("GET", "second-factor", app.session["access"]).json()["recovery_codes"])


def remade(app: App, code: str) -> list[str]:
    answer = asked("POST", "second-factor/recovery-codes", app.session["access"], {"password": PASSWORD, "code": code})
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    return list(answer.json()["recovery_codes"])


def test_are_ten_of_eighty_bits(app: App) -> None:
    assert len(set(app.recovery_codes)) == 10
    assert {len(code.replace("-", "")) * 5 for code in app.recovery_codes} == {80}


def test_let_in_once(app: App) -> None:
    assert [lets_in(app.recovery_codes[0]), lets_in(app.recovery_codes[0])] == [True, False]
    assert left(app) == 9


def test_let_one_of_two_in_who_come_at_once(app: App, ann: User) -> None:
    def once(_: int) -> bool:
        try:
            return recovery_codes.use(ann, app.recovery_codes[0].replace("-", ""))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(once, range(2))) == [False, True]


def test_are_taken_as_people_type_them(app: App) -> None:
    one, other = app.recovery_codes[:2]
    assert lets_in(one.lower())
    assert lets_in(other.replace("-", " "))


def test_of_others_let_nobody_in(app: App, carol: User) -> None:
    enrolled(carol.email)
    assert not lets_in(app.recovery_codes[0], carol.email)
    assert left(app) == 10


def test_are_kept_as_hashes(app: App) -> None:
    kept = str(list(RecoveryCode.objects.values())) + str(list(Entry.objects.values()))
    assert not [code for code in app.recovery_codes if code in kept or code.replace("-", "") in kept]


def test_are_remade_on_demand(app: App) -> None:
    new = remade(app, app.code())
    assert len(new) == 10
    assert [lets_in(app.recovery_codes[0]), lets_in(new[0])] == [False, True]


def test_are_remade_with_one_of_them(app: App) -> None:
    assert len(remade(app, app.recovery_codes[0])) == 10


@pytest.mark.parametrize(("wrong", "pointer"), [({"password": "no"}, "#/password"), ({"code": "123456"}, "#/code")])
def test_are_not_remade_without(app: App, wrong: dict[str, str], pointer: str) -> None:
    proof = {"password": PASSWORD, "code": app.code()} | wrong
    answer = asked("POST", "second-factor/recovery-codes", app.session["access"], proof)
    assert is_problem(answer, 422)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert lets_in(app.recovery_codes[0])


def test_are_not_made_where_there_is_no_second_factor(ann: User) -> None:
    proof = {"password": PASSWORD, "code": "123456"}
    access = signed_in(ann.email)["access"]
    assert is_problem(asked("POST", "second-factor/recovery-codes", access, proof), 409)


def test_stand_in_the_audit_log(app: App, ann: User) -> None:
    lets_in(app.recovery_codes[0])
    remade(app, app.code())
    found = Entry.objects.filter(act__startswith="recovery-code").order_by("id")
    assert list(found.values_list("act", "actor_id", "subject_id")) == [
        ("recovery-code-used", ann.id, ann.id),
        ("recovery-codes-made", ann.id, ann.id),
    ]
