"""Every operation that changes something is done once for a key, unless it declares why it takes none."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory
from ninja import NinjaAPI, Status

from productwatch.config.idempotency import take_keys
from productwatch.idempotency.models import Answer as KeptAnswer
from productwatch.platform.auth import needs
from productwatch.platform.idempotency import Once
from productwatch.platform.permissions import Permission
from tests.app.contract.asking import ask, whoever_may
from tests.app.contract.case import Call, case_of
from tests.app.contract.operations import OPERATIONS, Operation
from tests.app.contract.principals import issued_to
from tests.app.contract.test_problems import is_documented
from tests.app.platform.test_idempotency import Memory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

HEADER = "Idempotency-Key"
ANSWER_A_SECRET = {"login", "refresh", "make_api_key"}
SECOND_FACTOR = {"begin_second_factor", "confirm_second_factor", "remake_recovery_codes", "remove_second_factor"}
OPENID = {"start_openid", "link_openid", "finish_openid", "finish_openid_with_code", "unlink_identity"}
BY_MAIL = {"register", "confirm_registration", "forget_password", "reset_password", "change_email", "confirm_email"}
ONES_OWN_DATA = {"export_account", "erase_my_account", "erase_my_account_by_post"}
PASSKEYS = {"begin_passkey", "begin_passkey_login", "passkey_login"}
TAKE_NONE = (
    ANSWER_A_SECRET
    | SECOND_FACTOR
    | PASSKEYS
    | OPENID
    | BY_MAIL
    | ONES_OWN_DATA
    | {"logout", "change_password", "record_visit"}
)
"""A new one is to be entered here, and to declare why."""

CHANGING = [each for each in OPERATIONS if each.method in {"POST", "PUT", "PATCH", "DELETE"}]
KEYED = [each for each in OPERATIONS if HEADER in each.parameters("header")]


def answers_of(operation: Operation, *keys: str) -> "list[Answer]":
    call = case_of(operation).given(1)
    token = whoever_may(operation, call)
    return [ask(operation, call, token, {HEADER: key}) for key in keys]


def test_is_taken_by_all_that_change_something_but_these() -> None:
    assert {each.name for each in CHANGING} - {each.name for each in KEYED} == TAKE_NONE
    assert {each.name for each in OPERATIONS if each.details.get("x-no-idempotency-key")} == TAKE_NONE


@pytest.mark.parametrize("operation", KEYED, ids=str)
def test_has_it_done_once(operation: Operation) -> None:
    first, second = answers_of(operation, "k", "k")
    assert first.status_code in operation.successes
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert (first.get("Idempotent-Replayed"), second.get("Idempotent-Replayed")) == (None, "true")


@pytest.mark.parametrize("operation", KEYED, ids=str)
def test_of_another_request_is_refused(operation: Operation) -> None:
    call = case_of(operation).given(1)
    token = whoever_may(operation, call)
    ask(operation, call, token, {HEADER: "k"})
    KeptAnswer.objects.update(fingerprint=b"of another request")
    assert is_documented(operation, ask(operation, call, token, {HEADER: "k"}), 422) == []


@pytest.mark.parametrize("operation", KEYED, ids=str)
def test_that_is_malformed_is_refused(operation: Operation) -> None:
    (answer,) = answers_of(operation, "a, b")
    assert is_documented(operation, answer, 400) == []


@pytest.mark.parametrize("operation", KEYED, ids=str)
def test_is_nobodys_without_signing_in(operation: Operation) -> None:
    assert ask(operation, Call(), None, {HEADER: "k"}).status_code == 401
    assert not KeptAnswer.objects.exists()


def call_of(**route: Any) -> Callable[..., Any]:
    """An operation as somebody adds it who thinks of no key."""
    api = NinjaAPI(urls_namespace="second", docs_url=None)

    @api.post("/things", operation_id="make_thing", **route)
    def make_thing(request: HttpRequest) -> Any:
        return Status(201, {"made": True})

    take_keys(api, Once(Memory()))
    (view,) = [pattern.callback for pattern in api.urls[0] if str(pattern.pattern) == "things"]
    assert view
    return view


def test_is_taken_by_what_is_new() -> None:
    headers = {"Authorization": f"Bearer {issued_to('admin')}", HEADER: "k"}
    call = call_of(auth=needs(Permission.CATALOG_WRITE), response={201: dict})
    answers = [call(RequestFactory().post("/things", headers=headers)) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(201, b'{"made": true}')] * 2
    assert answers[1]["Idempotent-Replayed"] == "true"


def test_that_would_be_everybodys_has_to_be_declined() -> None:
    with pytest.raises(ImproperlyConfigured, match="make_thing is for everybody"):
        call_of()
