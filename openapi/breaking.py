"""What a newer description of the API takes away from the clients of an older one.

`python -m openapi.breaking OLD NEW` names each breaking change, and fails where there is one.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from openapi.inclusion import Inclusion, Json, Kind, resolved

METHODS = ("get", "put", "post", "patch", "delete")

ASKED = {
    Kind.TYPE: "is taken in fewer types",
    Kind.VALUES: "is taken with fewer values",
    Kind.ABSENT: "must be given",
    Kind.UNKNOWN: "is not taken any more",
    Kind.BOUNDS: "is taken in narrower bounds",
    Kind.FORM: "is taken in another form",
}
ANSWERED = {
    Kind.TYPE: "may be of another type",
    Kind.VALUES: "may have other values",
    Kind.ABSENT: "may be missing",
    Kind.UNKNOWN: "is new where no other was promised",
    Kind.BOUNDS: "may lie outside the bounds that were promised",
    Kind.FORM: "may have another form",
}


def breaking_changes(old: Json, new: Json) -> list[str]:
    """A sentence for each; nothing where every client of the old API gets on with the new one."""
    found: list[str] = []
    for path, operations in old["paths"].items():
        for method in METHODS:
            if method in operations:
                name = f"{method.upper()} {path}"
                now = new["paths"].get(path, {}).get(method)
                changes = _Operation(old, new).changes(operations[method], now) if now else ["is gone"]
                found += [f"{name} {change}" for change in changes]
    return found


class _Operation:
    """One operation, before and now."""

    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new

    def changes(self, before: Json, now: Json) -> Iterator[str]:
        if before["operationId"] != now["operationId"]:
            yield f"is {now['operationId']} now, and was {before['operationId']}"
        if now.get("security", []) not in (before.get("security", []), []):
            yield "is for others than before"
        yield from self._parameters(before, now)
        yield from self._body(before.get("requestBody"), now.get("requestBody"))
        yield from self._answers(before["responses"], now["responses"])

    def _parameters(self, before: Json, now: Json) -> Iterator[str]:
        old, new = _by_name(before), _by_name(now)
        for place, name in sorted(old.keys() | new.keys()):
            was, found = old.get((place, name)), new.get((place, name))
            if found is None:
                yield f"takes no {name} in the {place} any more"
            elif found.get("required") and not (was or {}).get("required"):
                yield f"needs {name} in the {place}"
            elif was is not None:
                yield from self._asked(was["schema"], found["schema"], f"{name} in the {place}")

    def _body(self, was: Json | None, now: Json | None) -> Iterator[str]:
        if was is None and now and now.get("required"):
            yield "needs a body"
        if was is None:
            return
        if now is None:
            yield "takes no body any more"
            return
        if now.get("required") and not was.get("required"):
            yield "needs a body"
        for media, content in was["content"].items():
            if media not in now["content"]:
                yield f"takes no {media} any more"
            else:
                yield from self._asked(content["schema"], now["content"][media]["schema"], "the body")

    def _answers(self, before: Json, now: Json) -> Iterator[str]:
        for status in sorted(status for status in before if status < "3"):
            if status not in now:
                yield f"answers no {status} any more"
                continue
            was, found = resolved(before[status], self._old), resolved(now[status], self._new)
            yield from (f"sends no {name} with its {status} any more" for name in _promised(was) - _promised(found))
            yield from self._contents(was.get("content", {}), found.get("content", {}), status)

    def _contents(self, was: Json, now: Json, status: str) -> Iterator[str]:
        for media, content in was.items():
            if media not in now:
                yield f"answers {status} with no {media} any more"
                continue
            inclusion = Inclusion(self._new, self._old)
            whole = _whole(now[media]["schema"], self._new), _whole(content["schema"], self._old)
            for found in inclusion.differences(*whole):
                yield f"answers {status}, where {found.pointer or 'the body'} {ANSWERED[found.kind]}"

    def _asked(self, was: Json, now: Json, what: str) -> Iterator[str]:
        for found in Inclusion(self._old, self._new).differences(was, now):
            yield f"is asked with {what}, where {found.pointer or 'it'} {ASKED[found.kind]}"


def _by_name(operation: Json) -> dict[tuple[str, str], Json]:
    return {(found["in"], found["name"]): found for found in operation.get("parameters", [])}


def _whole(schema: Json, document: Json) -> Json:
    """Of a whole or a part the whole, which is promised to who asks for no part."""
    found: Json = resolved(schema, document).get("x-whole", schema)
    return found


def _promised(response: Json) -> set[str]:
    return {name for name, header in response.get("headers", {}).items() if header.get("required")}


if __name__ == "__main__":
    named = breaking_changes(*(json.loads(Path(place).read_text()) for place in sys.argv[1:]))
    sys.exit("\n".join(named))
