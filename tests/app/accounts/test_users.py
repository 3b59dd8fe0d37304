"""Admins see accounts, change roles, deactivate and activate; an admin is always left."""

from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from productwatch.accounts.models import RefreshFamily, User
from productwatch.accounts.services import users
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.platform.problems import Conflict
from tests.app.accounts.calling import is_problem, me, post, refreshed, signed_in
from tests.app.accounts.racing import meeting_at
from tests.app.conftest import ClientOf

ROOT = "/api/v1/users"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admins(carol: User, client_of: ClientOf) -> Client:
    return client_of(carol)


def test_are_listed_by_address(admins: Client, ann: User, dan: User) -> None:
    assert [found["email"] for found in admins.get(ROOT).json()["items"]] == [
        "ann@example.com",
        "carol@example.com",
        "dan@example.com",
    ]


def test_are_filtered(admins: Client, ann: User, dan: User) -> None:
    def found(**query: str) -> list[str]:
        return [user["email"] for user in admins.get(ROOT, query).json()["items"]]

    assert found(role="admin") == ["carol@example.com"]
    assert found(is_active="false") == ["dan@example.com"]
    assert found(email="ANN@example.com") == ["ann@example.com"]
    assert admins.get(ROOT, {"role": "root"}).status_code == 422


def test_get_another_role(admins: Client, ann: User) -> None:
    answer = admins.patch(f"{ROOT}/{ann.id}", {"role": "editor"}, "application/json")
    assert (answer.status_code, answer.json()["role"], answer.json()["is_active"]) == (200, "editor", True)
    told = Entry.objects.get(act="role-changed")
    assert (told.subject_id, told.details) == (ann.id, {"from": "customer", "to": "editor"})


def test_use_no_token_of_their_role_before(admins: Client, ann: User) -> None:
    pair = signed_in(ann.email)
    admins.patch(f"{ROOT}/{ann.id}", {"role": "editor"}, "application/json")
    assert is_problem(me(pair["access"]), 401)
    assert me(refreshed(pair["refresh"])["access"]).json()["role"] == "editor"


def test_are_signed_out_everywhere_when_deactivated(admins: Client, ann: User) -> None:
    pairs = [signed_in(ann.email) for _ in range(2)]
    assert admins.patch(f"{ROOT}/{ann.id}", {"is_active": False}, "application/json").status_code == 200
    assert [me(pair["access"]).status_code for pair in pairs] == [401, 401]
    assert [post("refresh", refresh=pair["refresh"]).status_code for pair in pairs] == [401, 401]
    assert set(RefreshFamily.objects.values_list("ended_by", flat=True)) == {"deactivation"}


def test_sign_in_again_when_activated(admins: Client, dan: User) -> None:
    admins.patch(f"{ROOT}/{dan.id}", {"is_active": True}, "application/json")
    assert me(signed_in(dan.email)["access"]).status_code == 200
    assert Entry.objects.filter(act="activated", subject_id=dan.id).count() == 1


def test_stay_signed_in_when_nothing_changes(admins: Client, ann: User) -> None:
    access = signed_in(ann.email)["access"]
    admins.patch(f"{ROOT}/{ann.id}", {"role": "customer", "is_active": True}, "application/json")
    assert me(access).status_code == 200
    assert not Entry.objects.filter(act="role-changed").exists()


@pytest.mark.parametrize("change", [{"role": "editor"}, {"is_active": False}])
def test_keep_their_last_admin(admins: Client, carol: User, change: dict[str, object]) -> None:
    assert is_problem(admins.patch(f"{ROOT}/{carol.id}", change, "application/json"), 409)
    assert User.objects.filter(role="admin", is_active=True).exists()


def test_keep_one_of_two_admins_who_take_each_others_role(carol: User, ann: User) -> None:
    users.change(ann.id, THE_SYSTEM, role="admin")

    def demote(user: User) -> bool:
        try:
            users.change(user.id, THE_SYSTEM, role="customer")
        except Conflict:
            return False
        return True

    found = meeting_at(User.objects.filter(role="admin"), partial(demote, carol), partial(demote, ann))
    assert sorted(found) == [False, True]
    assert User.objects.filter(role="admin").count() == 1


@pytest.mark.parametrize(
    "body", [{"role": "root"}, {"role": None}, {"is_active": "no"}, {"email": "x@y.example"}, {"token_version": 0}]
)
def test_are_changed_in_nothing_else(admins: Client, ann: User, body: dict[str, object]) -> None:
    assert is_problem(admins.patch(f"{ROOT}/{ann.id}", body, "application/json"), 422)


def test_who_are_not_there_are_not_found(admins: Client) -> None:
    assert is_problem(admins.patch(f"{ROOT}/{uuid4()}", {"role": "editor"}, "application/json"), 404)


@pytest.mark.parametrize("role", ["customer", "analyst", "editor"])
def test_do_not_raise_themselves(ann: User, client_of: ClientOf, role: str) -> None:
    ann.role = role
    ann.save()
    assert is_problem(client_of(ann).patch(f"{ROOT}/{ann.id}", {"role": "admin"}, "application/json"), 403)
