"""An account's export is one JSON document of all that is kept of somebody, for nobody else and not for long."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from productwatch.accounts.models import User
from productwatch.audit.models import Entry
from productwatch.platform import clock, personal_data
from productwatch.platform.jobs import turns
from productwatch.privacy import tasks
from productwatch.privacy.lifetimes import EXPORT_KEPT
from productwatch.privacy.models import AccountExport, AccountExportPiece
from productwatch.privacy.services import exporting
from tests.app.accounts.calling import PASSWORD, is_problem, signed_in
from tests.app.privacy.lives import MARKS, Life

pytestmark = pytest.mark.django_db(transaction=True)


def exported(life: Life) -> dict[str, Any]:
    address = life.begins_an_export()
    tasks.export_accounts()
    return dict(json.loads(content(life.asks("GET", f"{address}/file"))))


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def test_holds_something_of_every_part(ottilie: Life) -> None:
    document = exported(ottilie)
    told = {name for name, rows in document["parts"].items() if rows}
    assert told == {part.name for part in personal_data.parts() if part.rows}
    assert (document["form"], document["user_id"]) == (exporting.FORM, str(ottilie.id))


def test_tells_what_was_done_and_sent(ottilie: Life) -> None:
    parts = exported(ottilie)["parts"]
    assert parts["account"][0]["email"] == ottilie.email
    assert [key["name"] for key in parts["api_keys"]] == [MARKS[1]]
    assert MARKS[2] in [delivery["says"]["name"] for delivery in parts["deliveries"]]
    assert [change["slug"] for change in parts["changes_of_products"]] == ["stool"]
    assert {"sign-in", "api-key-made", "account-exported"} <= {entry["act"] for entry in parts["audit_log"]}


def test_tells_no_secret_and_nothing_of_others(ottilie: Life, carol: User) -> None:
    signed_in(carol.email)
    text = json.dumps(exported(ottilie))
    secrets = [ottilie.key, ottilie.key[11:], ottilie.access, carol.email, str(carol.id), "other@example.com", "argon2"]
    assert [secret for secret in secrets if secret in text] == []


def test_is_the_same_however_its_pages_are_cut(ottilie: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(ottilie)["parts"]
    for rows in (1, 2):
        AccountExport.objects.all().delete()
        monkeypatch.setattr(exporting, "ROWS", rows)
        cut = exported(ottilie)["parts"]
        assert {name: len(rows) for name, rows in cut.items() if name != "audit_log"} == {
            name: len(rows) for name, rows in whole.items() if name != "audit_log"
        }
        assert cut["audit_log"][: len(whole["audit_log"])] == whole["audit_log"]


def test_comes_as_gzip_where_that_is_accepted(ottilie: Life) -> None:
    address = ottilie.begins_an_export()
    tasks.export_accounts()
    plain = content(ottilie.asks("GET", f"{address}/file"))
    answer = ottilie.asks("GET", f"{address}/file", **{"Accept-Encoding": "gzip"})
    zipped = content(answer)
    assert (answer["Content-Encoding"], int(answer["Content-Length"])) == ("gzip", len(zipped))
    assert gzip.decompress(zipped) == plain


def test_tells_how_far_it_is(ottilie: Life) -> None:
    address = ottilie.begins_an_export()
    answer = ottilie.asks("GET", address)
    assert (answer.json()["state"], answer["Retry-After"], answer["Cache-Control"]) == ("queued", "2", "no-store")
    assert is_problem(ottilie.asks("GET", f"{address}/file"), 409)
    tasks.export_accounts()
    [told] = ottilie.asks("GET", ottilie.exports).json()["items"]
    assert (told["state"], told["parts"]["done"]) == ("succeeded", told["parts"]["total"])


def test_goes_on_where_a_killed_worker_was(ottilie: Life) -> None:
    address = ottilie.begins_an_export()
    hold = turns._claimed(AccountExport.objects)
    assert hold
    for _ in range(3):
        turns._step(hold, exporting.step)
    tasks.export_accounts()
    assert AccountExport.objects.get().done == 3  # it is somebody's still
    AccountExport.objects.update(leased_until=clock.now())  # as if its time had run out
    tasks.export_accounts()
    assert json.loads(content(ottilie.asks("GET", f"{address}/file")))["parts"]["audit_log"]
    assert turns._step(hold, exporting.step) is False


def test_is_kept_by_nobody_on_the_way(ottilie: Life) -> None:
    address = ottilie.begins_an_export()
    tasks.export_accounts()
    answer = ottilie.asks("GET", f"{address}/file")
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("no-store", "application/json")
    assert answer["Content-Disposition"].endswith('.json"')


def test_goes_after_three_days(ottilie: Life) -> None:
    address = ottilie.begins_an_export()
    tasks.export_accounts()
    assert tasks.tidy() == 0
    with time_machine.travel(clock.now() + EXPORT_KEPT + timedelta(seconds=1)):
        assert tasks.tidy() > 0
    assert is_problem(ottilie.asks("GET", f"{address}/file"), 404)
    assert not AccountExportPiece.objects.exists()


def test_asks_for_the_password_once_more(ottilie: Life) -> None:
    for body in ({"password": "not the password"}, {}):
        assert is_problem(ottilie.asks("POST", ottilie.exports, body), 422)
    assert not AccountExport.objects.exists()
    assert Entry.objects.filter(act="password-refused", subject_id=ottilie.id).count() == 2


def test_asks_who_has_no_password_to_have_just_signed_in(ottilie: Life) -> None:
    User.objects.filter(id=ottilie.id).update(password="!none")
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert ottilie.asks("POST", ottilie.exports, {}).status_code in {401, 422}
    assert ottilie.asks("POST", ottilie.exports, {}).status_code == 202


def test_is_one_at_a_time_and_three_a_day(ottilie: Life) -> None:
    ottilie.begins_an_export()
    assert is_problem(ottilie.asks("POST", ottilie.exports, {"password": PASSWORD}), 409)
    for _ in range(2):
        tasks.export_accounts()
        ottilie.begins_an_export()
    tasks.export_accounts()
    assert is_problem(ottilie.asks("POST", ottilie.exports, {"password": PASSWORD}), 409)


def test_is_nobody_elses(ottilie: Life, carol: User) -> None:
    address = ottilie.begins_an_export()
    tasks.export_accounts()
    stranger = Client(headers={"Authorization": f"Bearer {signed_in(carol.email)['access']}"})
    assert stranger.get(ottilie.exports).json()["items"] == []
    assert [is_problem(stranger.get(f"{address}{end}"), 404) for end in ("", "/file")] == [True, True]


def test_of_somebody_who_goes_meanwhile_ends(ottilie: Life) -> None:
    ottilie.begins_an_export()
    assert ottilie.erases_the_account().status_code == 204
    tasks.export_accounts()
    assert AccountExport.objects.get().state == "cancelled"
    assert not AccountExportPiece.objects.exists()
