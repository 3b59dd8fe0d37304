"""If-Match (RFC 9110 §13.1.1): a change that is made only to what the client has seen.

Tags are compared strongly, and by the row's version alone: what else they tell (see etags) is how a version is shown,
which others may change without touching the row. Whoever writes compares under the row's lock, so that no cache has a
say in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from productwatch.platform.etags import quoted
from productwatch.platform.problems import BadRequest, PreconditionFailed, PreconditionRequired

_TAG = re.compile(r'[ \t]*(?:(?P<weak>W/)?"(?P<opaque>[!#-~\x80-\xff]*)")?[ \t]*(?:,|\Z)')
_VERSION = re.compile(r"([1-9][0-9]{0,9})-")


@dataclass(frozen=True, slots=True)
class Precondition:
    """One of these versions the row must have; any one where it is None."""

    versions: frozenset[int] | None = None

    def check(self, version: int, current_tag: Callable[[], str]) -> None:
        """PreconditionFailed where the row has another version; it tells the tag that would do."""
        if self.versions is not None and version not in self.versions:
            raise PreconditionFailed(
                "It has changed since: read it again. A tag that begins with W/ never matches.",
                headers={"ETag": quoted(current_tag())},
            )


ANY_VERSION = Precondition()


def if_match(request: HttpRequest, *, required: bool | None = None) -> Precondition:
    """What the request demands; BadRequest where that cannot be read.

    PreconditionRequired where it demands nothing but must: by `required`, or else as the settings say.
    """
    return demanded(request.headers.get("If-Match"), required=required)


def demanded(header: str | None, *, required: bool | None = None) -> Precondition:
    """The same of what If-Match says, wherever that is said."""
    if header is None:
        if settings.REQUIRE_IF_MATCH if required is None else required:
            raise PreconditionRequired("Send the ETag of what you change as If-Match.")
        return ANY_VERSION
    return ANY_VERSION if header.strip() == "*" else Precondition(frozenset(_versions(header)))


def _versions(header: str) -> list[int]:
    """Of the strong tags; those that are none of ours match nothing."""
    opaque, position = list[str](), 0
    while position < len(header):
        found = _TAG.match(header, position)
        if found is None:
            break
        position = found.end()
        if found["opaque"] is not None:
            opaque.append("" if found["weak"] else found["opaque"])
    if position < len(header) or not opaque:
        raise BadRequest('If-Match must be *, or entity tags as ETag tells them: "…", "…".')
    return [int(version[1]) for tag in opaque if (version := _VERSION.match(tag))]
