"""How the tests call the accounts' routes, and what they read out of the answers."""

from json import dumps
from typing import TYPE_CHECKING, Any

import jwt
from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PASSWORD = "otter under the old bridge"
ROOT = "/api/v1/auth"


def post(path: str, **body: Any) -> "Answer":
    return Client().post(f"{ROOT}/{path}", body, content_type="application/json")


def signed_in(email: str, password: str = PASSWORD) -> dict[str, Any]:
    answer = post("login", email=email, password=password)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def refreshed(token: str) -> dict[str, Any]:
    answer = post("refresh", refresh=token)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def asked(method: str, path: str, access: str, body: Any = None, **headers: str) -> "Answer":
    headers["Authorization"] = f"Bearer {access}"
    return Client().generic(method, f"{ROOT}/{path}", "" if body is None else dumps(body), headers=headers)


def me(access: str) -> "Answer":
    return Client().get(f"{ROOT}/me", headers={"Authorization": f"Bearer {access}"})


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def is_problem(answer: "Answer", status: int) -> bool:
    return (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
