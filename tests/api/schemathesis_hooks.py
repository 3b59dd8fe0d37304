"""What schemathesis does as any client would: it stays signed in, and takes a new key for a new request."""

import json
import os
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import schemathesis
from schemathesis.core.parameters import ParameterLocation

URL, CREDENTIALS = os.environ["API_URL"], os.environ.get("API_CREDENTIALS")
KEY = "Idempotency-Key"
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
    """A key that was used before would only bring the earlier answer, or a refusal; one that is malformed stays."""
    headers = case.meta.components.get(ParameterLocation.HEADER) if case.meta else None
    if KEY in case.headers and (headers is None or headers.mode.is_positive):
        case.headers[KEY] = str(uuid4())
