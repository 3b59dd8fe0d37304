"""An erased account is nobody's: at once for whoever asks, and soon in every table and in Redis."""

import pytest
import time_machine
from django.test import Client

from productwatch.accounts.models import RefreshFamily, Role, SecondFactor, User
from productwatch.accounts.services import recovery_codes
from productwatch.audit.models import Entry
from productwatch.catalog.models import ExportJob, ImportJob, ProductVersion
from productwatch.notifications import services as notifications
from productwatch.notifications.models import Delivery, Follow
from productwatch.platform import clock
from productwatch.platform.jobs import turns
from productwatch.privacy import tasks
from productwatch.privacy.lifetimes import ERASURE_KEPT, SECOND_PASS
from productwatch.privacy.models import Erasure
from productwatch.privacy.services import erasing
from tests.app.accounts.calling import PASSWORD, asked, is_problem, me, post, signed_in
from tests.app.at_once import at_once
from tests.app.leaks import in_postgres, in_redis
from tests.app.privacy.lives import MARKS, Life

pytestmark = pytest.mark.django_db(transaction=True)


def erased(life: Life) -> None:
    assert life.erases_the_account().status_code == 204
    tasks.erase_accounts()
    assert Erasure.objects.get().state == "succeeded"


def test_leaves_neither_address_nor_name_anywhere(ottilie: Life) -> None:
    ottilie.begins_an_export()
    tasks.export_accounts()
    assert [len(in_postgres(mark)) > 0 for mark in MARKS] == [True, True, True]
    erased(ottilie)
    assert [(in_postgres(mark), in_redis(mark)) for mark in (*MARKS, ottilie.email, ottilie.key[11:])] == [([], [])] * 5


def test_signs_out_everywhere_at_once(ottilie: Life) -> None:
    other = signed_in(ottilie.email)
    assert ottilie.erases_the_account().status_code == 204
    assert [me(access).status_code for access in (ottilie.access, other["access"])] == [401, 401]
    assert is_problem(post("refresh", refresh=other["refresh"]), 401)
    assert is_problem(post("login", email=ottilie.email, password=PASSWORD), 401)
    keyed = Client().get("/api/v1/users", headers={"Authorization": f"Bearer {ottilie.key}"})
    assert is_problem(keyed, 401)


def test_keeps_who_did_what_under_an_id_that_leads_to_nobody(ottilie: Life, carol: User) -> None:
    before = list(Entry.objects.order_by("id").values())
    erased(ottilie)
    assert list(Entry.objects.order_by("id").values())[: len(before)] == before
    assert Entry.objects.filter(act="account-erased", actor_id=ottilie.id, subject_id=ottilie.id).count() == 1
    assert ProductVersion.objects.get().by_id == ottilie.id
    assert [model.objects.get().by_id for model in (ImportJob, ExportJob)] == [ottilie.id] * 2
    admin = Client(headers={"Authorization": f"Bearer {signed_in(carol.email)['access']}"})
    [version] = admin.get("/api/v1/products/stool/history").json()["items"]
    assert version["by"] == {"id": str(ottilie.id), "email": f"{ottilie.id}@erased.invalid"}


def test_ends_what_was_to_be_sent(ottilie: Life) -> None:
    erased(ottilie)
    mine = Delivery.objects.filter(recipient=ottilie.id)
    assert set(mine.values_list("state", "address", "reason")) == {("suppressed", "", "erased")}
    assert [notifications.send(delivery.id) for delivery in mine] == [None, None]
    other = Delivery.objects.select_related("message").exclude(recipient=ottilie.id).get()
    assert (other.state, other.message.context["name"]) == ("queued", "Stool")


def test_asks_for_the_password_once_more(ottilie: Life) -> None:
    assert is_problem(ottilie.erases_the_account(password="not the password"), 422)
    assert me(ottilie.access).status_code == 200


def test_asks_for_a_code_where_there_is_a_second_factor(ottilie: Life) -> None:
    SecondFactor.objects.update(active_at=clock.now())
    [code, *_] = recovery_codes.make(User.objects.get(id=ottilie.id))
    for body in ({}, {"code": "AAAA-AAAA-AAAA-AAAA"}):
        assert is_problem(ottilie.erases_the_account(**body), 422)
    assert ottilie.erases_the_account(code=code).status_code == 204


def test_is_asked_for_by_post_where_a_proxy_drops_the_body_of_a_delete(ottilie: Life) -> None:
    assert is_problem(ottilie.asks("POST", "/api/v1/auth/account/erase", {"password": "not the password"}), 422)
    assert ottilie.asks("POST", "/api/v1/auth/account/erase", {"password": PASSWORD}).status_code == 204
    assert Erasure.objects.get().user_id == ottilie.id


def test_leaves_one_of_two_admins_who_go_together(ottilie: Life, carol: User) -> None:
    other = signed_in(carol.email)["access"]
    answers = at_once(ottilie.erases_the_account, lambda: asked("DELETE", "account", other, {"password": PASSWORD}))
    assert sorted(answer.status_code for answer in answers) == [204, 409]


def test_leaves_the_last_active_admin(ottilie: Life, carol: User) -> None:
    User.objects.filter(id=carol.id).update(is_active=False)
    assert is_problem(ottilie.erases_the_account(), 409)
    assert me(ottilie.access).status_code == 200
    assert not Erasure.objects.exists()


def test_is_finished_whichever_step_a_worker_is_killed_in(ottilie: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is begun by one worker, who dies when all of it is done but kept, and done by the next."""
    ottilie.erases_the_account()
    while Erasure.objects.exclude(state="succeeded").exists():
        hold = held()
        with monkeypatch.context() as patched:
            patched.setattr(Erasure, "save", killed)
            with pytest.raises(KeyboardInterrupt):
                turns._step(hold, erasing.step)
        turns._step(held(), erasing.step)
    assert [in_postgres(mark) for mark in MARKS] == [[], [], []]


def test_takes_a_step_back_that_was_not_finished(ottilie: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    ottilie.erases_the_account()
    monkeypatch.setattr(Erasure, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.erase_accounts()
    assert RefreshFamily.objects.filter(user=ottilie.id).exists()


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def held() -> turns.Hold[Erasure]:
    """The job in another worker's hands, once the lease of the one before has run out."""
    Erasure.objects.update(leased_until=clock.now())
    hold = turns._claimed(Erasure.objects)
    assert hold
    return hold


def test_looks_once_more_at_what_was_under_way(ottilie: Life) -> None:
    erased(ottilie)
    Follow.objects.create(user_id=ottilie.id, product_id=ottilie.id)
    tasks.tidy()
    assert Erasure.objects.get().state == "succeeded"
    with time_machine.travel(clock.now() + SECOND_PASS):
        tasks.tidy()
        tasks.erase_accounts()
    assert not Follow.objects.exists()
    assert (Erasure.objects.get().state, Erasure.objects.get().passes) == ("succeeded", 2)
    with time_machine.travel(clock.now() + SECOND_PASS + ERASURE_KEPT):
        assert tasks.tidy() == 1


def test_that_failed_is_tried_again_each_hour(ottilie: Life) -> None:
    ottilie.erases_the_account()
    Erasure.objects.update(state="failed", failures=turns.MOST_FAILURES, finished_at=clock.now())
    tasks.tidy()
    tasks.erase_accounts()
    assert in_postgres(MARKS[0]) == []


def test_leaves_the_address_to_whoever_comes_next(ottilie: Life, hashed: str) -> None:
    ottilie.erases_the_account()
    new = User.objects.create(email=ottilie.email, password=hashed)
    tasks.erase_accounts()
    new.refresh_from_db()
    assert (new.email, signed_in(ottilie.email)["token_type"]) == (ottilie.email, "Bearer")


def test_by_an_admin_is_the_same(ottilie: Life, carol: User, hashed: str) -> None:
    ben = User.objects.create(email="ben.marked@example.com", role=Role.CUSTOMER, password=hashed)
    access = signed_in(ben.email)["access"]
    assert ottilie.asks("DELETE", f"/api/v1/users/{ben.id}").status_code == 204
    tasks.erase_accounts()
    assert is_problem(me(access), 401)
    assert in_postgres("ben.marked") == []
    assert Entry.objects.filter(act="account-erased", actor_id=ottilie.id, subject_id=ben.id).exists()


def test_is_no_shorter_way_for_admins_to_their_own(ottilie: Life) -> None:
    assert is_problem(ottilie.asks("DELETE", f"/api/v1/users/{ottilie.id}"), 409)
    assert me(ottilie.access).status_code == 200


def test_is_done_once(ottilie: Life, carol: User) -> None:
    erased(ottilie)
    admin = Client(headers={"Authorization": f"Bearer {signed_in(carol.email)['access']}"})
    assert is_problem(admin.delete(f"/api/v1/users/{ottilie.id}"), 404)
    assert is_problem(admin.patch(f"/api/v1/users/{ottilie.id}", {"is_active": True}, "application/json"), 404)
    assert ottilie.id not in [user["id"] for user in admin.get("/api/v1/users").json()["items"]]
