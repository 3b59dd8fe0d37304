"""Conditional requests in the API's description: derived from the statuses that a route declares."""

from typing import Any

Json = dict[str, Any]

NOT_MODIFIED, PRECONDITION_FAILED = 304, 412
ETAG: Json = {
    "description": "names this representation: send it back as If-None-Match or If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9a-f-]+"$', "examples": ['"3-b8a1f1e9c2d04f5a9d6f0f2f4c1e7a53"']},
}
_IF_NONE_MATCH: Json = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETags of what the client has; * for any. Where one still holds the answer is 304, without a body.",
    "schema": {"type": "string"},
}
_IF_MATCH: Json = {
    "in": "header",
    "name": "If-Match",
    "description": "ETags of what the client has seen, without the W/ that a proxy may have put before it; * for any."
    " Where the row has another version by now, nothing is changed and the answer is 412.",
    "schema": {"type": "string", "examples": ["*", '"3-b8a1f1e9c2d04f5a9d6f0f2f4c1e7a53"']},
}


def add_conditions(paths: Json) -> None:
    """A route that tells of 304 takes If-None-Match, one that tells of 412 If-Match; their answers carry an ETag."""
    for operations in paths.values():
        for operation in operations.values():
            responses = operation["responses"]
            if NOT_MODIFIED in responses:
                _tag(responses, 200, NOT_MODIFIED)
                operation["parameters"].append(_IF_NONE_MATCH)
            if PRECONDITION_FAILED in responses:
                operation["parameters"].append(_IF_MATCH)


def _tag(responses: dict[int, Json], *statuses: int) -> None:
    for status in statuses:
        responses[status].setdefault("headers", {})["ETag"] = ETAG
