"""Asking an application that `make run` has started."""

import json
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.local.running import Started


def credentials(run: Started) -> dict[str, str]:
    told = told_by(run)
    return {"email": told["admin_email"], "password": told["admin_password"]}


def told_by(run: Started) -> dict[str, str]:
    told: dict[str, str] = json.loads(Path(run.folder / "ready.json").read_text())
    return told


def call(run: Started, method: str, path: str, body: object = None, **headers: str) -> Any:
    """What it answers, which must be no refusal."""
    status, content = asked(told_by(run)["url"], method, path, body, **headers)
    assert status < 300, content
    return content


def asked(url: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    connection = HTTPConnection(url.removeprefix("http://").partition("/")[0], timeout=10)
    text = None if body is None else json.dumps(body)
    connection.request(method, path, text, {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return answer.status, content
