"""Cached reads: an answer's bytes are kept in Redis under a mark that every change of the resource drops.

One trip to Redis brings mark and bytes, and takes along what a companion adds to it (a visit). A reader that finds no
mark makes one before it asks the database, so that bytes read before a change never outlive it: the change drops the
mark after its commit, and bytes of a dropped mark are not served. A writer that dies in between leaves stale answers
for a mark's life at most. With Postgres away the last good bytes of an hour answer, with a Warning (RFC 7234 §5.5).
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_hex
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from redis.client import Pipeline

from productwatch.platform.after_commit import AfterCommit
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.metrics import STALE_ANSWERS
from productwatch.platform.problems import Problem
from productwatch.platform.redis import RedisAway, guarded, redis

MARK_SECONDS, BYTES_SECONDS = 60, 3600
REVALIDATE, PRIVATE = "no-cache", "private, no-cache"

logger = logging.getLogger(__name__)


class Companion(Protocol):
    """Something that is done beside a read, in the read's own trip to Redis."""

    def join(self, trip: Pipeline, request: HttpRequest, resource: str, mark_key: str | None) -> bool:
        """Adds at most one command and says whether it did.

        With a `mark_key` the command may act only where that key exists: nobody knows yet that the resource does.
        """

    def hear(self, answer: object) -> bool:
        """Takes the command's answer, or the ResponseError that it gave.

        False asks to join again once the resource is known to exist.
        """

    def lose(self, request: HttpRequest, resource: str) -> None:
        """Redis is away: what was to be done is not."""


class Alone:
    """The companion of reads that have none."""

    def join(self, trip: Pipeline, request: HttpRequest, resource: str, mark_key: str | None) -> bool:  # noqa: ARG002
        return False

    def hear(self, answer: object) -> bool:  # noqa: ARG002
        return True

    def lose(self, request: HttpRequest, resource: str) -> None:
        """Nothing is lost."""


_companions: dict[str, Companion] = {}


def add_companion(prefix: str, companion: Companion) -> None:
    """From now on `companion` joins each read of a resource whose name begins with `prefix`."""
    _companions[prefix] = companion


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes as they lie in Redis: the mark under which they were read, their tag, and the body."""

    mark: bytes
    tag: str
    body: bytes

    @classmethod
    def of(cls, mark: bytes, body: bytes) -> "Kept":
        return cls(mark, blake2b(body, digest_size=16).hexdigest(), body)

    @classmethod
    def parse(cls, stored: bytes) -> "Kept":
        mark, tag, body = stored.split(b"\n", 2)
        return cls(mark, tag.decode(), body)

    def stored(self) -> bytes:
        return b"\n".join([self.mark, self.tag.encode(), self.body])


class Read:
    """One reading of a resource, in one of its variants (a page of a list)."""

    def __init__(self, request: HttpRequest, resource: str, variant: str) -> None:
        self._request, self._resource = request, resource
        self._mark_key, self._bytes_key = f"mark:{resource}", f"bytes:{resource}:{variant}"
        prefix = resource.partition(":")[0]
        self._companion = _companions.get(f"{prefix}:", Alone())
        self._unheard = False

    def found(self) -> tuple[bytes | None, Kept | None]:
        """Mark and bytes, in one trip that the companion joins."""
        with guarded():
            trip = redis().pipeline(transaction=False)
            trip.get(self._mark_key)
            trip.get(self._bytes_key)
            joined = self._companion.join(trip, self._request, self._resource, self._mark_key)
            mark, stored, *answers = trip.execute(raise_on_error=False)
        for failure in (mark, stored):
            if isinstance(failure, Exception):
                raise failure
        self._unheard = joined and not self._companion.hear(answers[0])
        return mark, Kept.parse(stored) if stored else None

    def marked(self) -> bytes:
        """The mark that holds from now on; whoever comes first makes it."""
        with guarded():
            fresh = token_hex(8).encode()
            earlier = redis().set(self._mark_key, fresh, nx=True, get=True, ex=MARK_SECONDS)
        return bytes(earlier) if isinstance(earlier, bytes) else fresh

    def keep(self, kept: Kept) -> None:
        """RedisAway where it cannot be kept, or was read under no mark."""
        if not kept.mark:
            raise RedisAway
        with guarded():
            trip = redis().pipeline(transaction=False)
            trip.set(self._bytes_key, kept.stored(), ex=BYTES_SECONDS)
            joined = self._unheard and self._companion.join(trip, self._request, self._resource, None)
            answers = trip.execute(raise_on_error=False)
        if joined:
            self._companion.hear(answers[-1])

    def forget_mark(self) -> None:
        """Nobody knows that the resource exists: no stranger chooses what is kept."""
        with guarded():
            redis().delete(self._mark_key)

    def lose(self) -> None:
        self._companion.lose(self._request, self._resource)

    def lose_unheard(self) -> None:
        """Redis went away between the first trip and the second, which the companion has waited for."""
        if self._unheard:
            self.lose()


def answer(
    request: HttpRequest, resource: str, render: Callable[[], bytes], *, variant: str = "", cache: str = REVALIDATE
) -> HttpResponse:
    """The resource as JSON: 304 where the client has it, else kept bytes, else what `render` makes.

    `cache` is the Cache-Control header. A Problem that `render` raises passes through.
    """
    read = Read(request, resource, variant)
    try:
        mark, kept = read.found()
    except RedisAway:
        body = render()
        read.lose()
        return _response(request, Kept.of(b"", body), cache)
    if kept and mark == kept.mark:
        return _response(request, kept, cache)
    try:
        fresh = _rendered(read, render)
    except DATABASE_AWAY:
        if kept is None:
            raise
        read.lose_unheard()
        return _stale(kept, cache)
    return _response(request, fresh, cache)


def changed(*resources: str) -> None:
    """Makes every answer about these resources stale once the current transaction has committed; never raises."""
    _dropping.add(*resources)


def _drop(resources: list[str]) -> None:
    try:
        with guarded():
            redis().delete(*(f"mark:{resource}" for resource in resources))
    except RedisAway:
        logger.warning("answers may be stale for a minute", extra={"resources": len(resources)})


_dropping = AfterCommit(_drop)


def _rendered(read: Read, render: Callable[[], bytes]) -> Kept:
    """What is read now, kept where Redis takes it: a cache that cannot be written costs speed, not the answer."""
    mark = None
    with suppress(RedisAway):
        mark = read.marked()
    try:
        kept = Kept.of(mark or b"", render())
    except (Problem, *DATABASE_AWAY):
        with suppress(RedisAway):
            read.forget_mark()
        raise
    try:
        read.keep(kept)
    except RedisAway:
        read.lose_unheard()
    return kept


def _response(request: HttpRequest, kept: Kept, cache: str) -> HttpResponse:
    headers = {"ETag": f'"{kept.tag}"', "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if _client_has(kept.tag, request):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(kept.body, content_type="application/json", headers=headers)


def _stale(kept: Kept, cache: str) -> HttpResponse:
    STALE_ANSWERS.inc()
    headers = {"Warning": '110 - "Response is Stale"', "Cache-Control": cache}
    return HttpResponse(kept.body, content_type="application/json", headers=headers)


def _client_has(tag: str, request: HttpRequest) -> bool:
    """The weak comparison of RFC 9110 §13.1.2: proxies that compress make tags weak."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in tags or f'"{tag}"' in [found.removeprefix("W/") for found in tags]
