"""What schemathesis does as any client would: it stays signed in, and takes a new key for a new request."""

import json
import os
from contextlib import suppress
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import schemathesis
from schemathesis.core.parameters import ParameterLocation

URL, CREDENTIALS = os.environ["API_URL"], os.environ.get("API_CREDENTIALS")
KEY = "Idempotency-Key"
LEFT_ALONE = {"user_id", "session_id"}
SHORTER_THAN_A_TOKEN = 120


class SignedIn:
    def get(self, *_: Any) -> str:
        body = str(CREDENTIALS).encode()
        request = Request(f"{URL}/api/v1/auth/login", body, {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            return str(json.load(answer)["access"])

    def set(self, case: Any, data: str, _: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


if CREDENTIALS:
    schemathesis.auth(refresh_interval=SHORTER_THAN_A_TOKEN)(SignedIn)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """A key that was used before would only bring the earlier answer, or a refusal; one that is malformed stays.

    Nobody is deactivated nor signed out: those who ask, and who ask later, stay who they are.
    """
    for name in LEFT_ALONE & set(case.path_parameters or {}):
        with suppress(ValueError):
            UUID(str(case.path_parameters[name]))
            case.path_parameters[name] = str(uuid4())
    headers = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
    if KEY in case.headers and (headers is None or headers.mode.is_positive):
        case.headers[KEY] = str(uuid4())
