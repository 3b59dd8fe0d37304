"""The API's description says what the API does: who may call what, and which problems may come."""

from collections.abc import Iterator
from typing import Any

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

EVERYBODY, SIGNED_IN = "For everybody.", "For whoever is signed in."


def with_permission(name: str, roles: str) -> str:
    return f"Needs the permission `{name}`: {roles}, or an API key with it."


ADMINS = with_permission("admin", "admin")
EDITORS = with_permission("catalog.write", "editor, admin")
ANALYSTS = with_permission("analytics.read", "analyst, editor, admin")
FOLLOWERS = with_permission("follows.write", "customer, analyst, editor, admin")
DELIVERIES = with_permission("deliveries.read", "analyst, admin")
AUDIT = with_permission("audit.read", "admin")
CALLERS = {
    "register": EVERYBODY,
    "confirm_registration": EVERYBODY,
    "forget_password": EVERYBODY,
    "reset_password": EVERYBODY,
    "change_email": SIGNED_IN,
    "confirm_email": EVERYBODY,
    "login": EVERYBODY,
    "refresh": EVERYBODY,
    "logout": EVERYBODY,
    "me": SIGNED_IN,
    "change_password": SIGNED_IN,
    "get_second_factor": SIGNED_IN,
    "begin_second_factor": SIGNED_IN,
    "confirm_second_factor": SIGNED_IN,
    "remake_recovery_codes": SIGNED_IN,
    "remove_second_factor": SIGNED_IN,
    "export_account": SIGNED_IN,
    "list_account_exports": SIGNED_IN,
    "get_account_export": SIGNED_IN,
    "download_account_export": SIGNED_IN,
    "erase_my_account": SIGNED_IN,
    "erase_my_account_by_post": SIGNED_IN,
    "list_sessions": SIGNED_IN,
    "end_session": SIGNED_IN,
    "end_other_sessions": SIGNED_IN,
    "list_api_keys": SIGNED_IN,
    "make_api_key": SIGNED_IN,
    "revoke_api_key": SIGNED_IN,
    "list_passkeys": SIGNED_IN,
    "begin_passkey": SIGNED_IN,
    "add_passkey": SIGNED_IN,
    "remove_passkey": SIGNED_IN,
    "begin_passkey_login": EVERYBODY,
    "passkey_login": EVERYBODY,
    "list_users": with_permission("users.read", "admin"),
    "change_user": with_permission("users.write", "admin"),
    "erase_user": with_permission("users.write", "admin"),
    "list_products": EVERYBODY,
    "get_product": EVERYBODY,
    "suggest": EVERYBODY,
    "create_product": EDITORS,
    "change_product": EDITORS,
    "change_products": EDITORS,
    "archive_product": EDITORS,
    "list_images": EDITORS,
    "add_image": EDITORS,
    "reorder_images": EDITORS,
    "change_image": EDITORS,
    "remove_image": EDITORS,
    "product_history": EDITORS,
    "undo_change": EDITORS,
    "restore_product": EDITORS,
    "list_categories": EVERYBODY,
    "get_category_tree": EVERYBODY,
    "get_category": EVERYBODY,
    "create_category": EDITORS,
    "change_category": EDITORS,
    "merge_category": EDITORS,
    "remove_category": EDITORS,
    "list_product_types": EVERYBODY,
    "get_product_type": EVERYBODY,
    "create_product_type": EDITORS,
    "change_product_type": EDITORS,
    "remove_product_type": EDITORS,
    "import_products": EDITORS,
    "list_product_imports": EDITORS,
    "get_product_import": EDITORS,
    "list_import_errors": EDITORS,
    "cancel_product_import": EDITORS,
    "export_products": EDITORS,
    "list_product_exports": EDITORS,
    "get_product_export": EDITORS,
    "download_product_export": EDITORS,
    "cancel_product_export": EDITORS,
    "record_visit": EVERYBODY,
    "product_analytics": ANALYSTS,
    "analytics_overview": ANALYSTS,
    "visited_products": ANALYSTS,
    "visited_categories": ANALYSTS,
    "visits_by_referrer": ANALYSTS,
    "visits_by_campaign": ANALYSTS,
    "visits_by_device": ANALYSTS,
    "visits_by_browser": ANALYSTS,
    "visits_by_country": ANALYSTS,
    "movers": ANALYSTS,
    "visits_of_bots": ANALYSTS,
    "sessions_of_visitors": ANALYSTS,
    "export_visits": ANALYSTS,
    "list_visit_exports": ANALYSTS,
    "get_visit_export": ANALYSTS,
    "download_visit_export": ANALYSTS,
    "cancel_visit_export": ANALYSTS,
    "recent_visits": ANALYSTS,
    "live_visits": ANALYSTS,
    "follow_product": FOLLOWERS,
    "unfollow_product": FOLLOWERS,
    "list_deliveries": DELIVERIES,
    "list_audit_entries": AUDIT,
    "export_audit_entries": AUDIT,
    "list_openid_issuers": EVERYBODY,
    "start_openid": EVERYBODY,
    "link_openid": SIGNED_IN,
    "finish_openid": EVERYBODY,
    "finish_openid_with_code": EVERYBODY,
    "list_identities": SIGNED_IN,
    "unlink_identity": SIGNED_IN,
}
"""Who may call which operation: a new one is to be entered here. That they alone can, tests/app/contract proves."""


def security(caller: str) -> Any:
    if caller == EVERYBODY:
        return None
    if caller == SIGNED_IN:
        return [{"access-token": []}]
    return [{scheme: [caller.split("`")[1]]} for scheme in ("access-token", "api-key")]


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def test_is_valid(description: dict[str, Any]) -> None:
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(description)] == []


def test_names_each_operation_and_who_may_call_it(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        assert operation["summary"], (method, path)
        assert len(operation["tags"]) == 1, (method, path)
        assert operation["description"].endswith(CALLERS[operation["operationId"]]), (method, path)
    assert sorted(operation["operationId"] for *_, operation in operations(description)) == sorted(CALLERS)


@pytest.mark.parametrize("name", CALLERS)
def test_says_how_to_sign_in_where_that_is_needed(description: dict[str, Any], name: str) -> None:
    (found,) = [operation for *_, operation in operations(description) if operation["operationId"] == name]
    assert found.get("security") == security(CALLERS[name])


def test_tells_every_problem_as_one(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        problems = {int(status): answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {400, 429, 503} <= problems.keys(), (method, path)
        takes = operation.get("requestBody") or query(operation) or takes_key(operation)
        assert (422 in problems) == bool(takes), (method, path)
        assert all(answer.keys() == {"$ref"} for answer in problems.values()), (method, path)
    for answer in description["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]


def query(operation: dict[str, Any]) -> list[Any]:
    return [parameter for parameter in operation["parameters"] if parameter["in"] == "query"]


def takes_key(operation: dict[str, Any]) -> bool:
    return any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])


def test_names_the_headers_that_tell_what_to_do(description: dict[str, Any]) -> None:
    responses = description["components"]["responses"]
    for name in ("unavailable", "quota-exceeded"):
        assert responses[name]["headers"]["Retry-After"]["required"] is True
    assert responses["unauthorized"]["headers"]["WWW-Authenticate"]["required"] is True


def test_names_the_limits_wherever_an_operation_answers(description: dict[str, Any]) -> None:
    fields = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit-Policy", "RateLimit")}
    answers = [description["components"]["responses"]["quota-exceeded"]]
    for *_, operation in operations(description):
        answers += [answer for status, answer in operation["responses"].items() if int(status) < 400]
    assert all(answer["headers"].items() >= fields.items() for answer in answers)
    assert fields.keys() == description["components"]["headers"].keys()


def test_speaks_of_no_null_where_an_address_cannot_say_it(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        assert not any("anyOf" in parameter["schema"] for parameter in query(operation)), (method, path)
