"""What a request asks for is done once for each Idempotency-Key of a principal; whoever asks again is told the same.

The answer is kept in the transaction of the effect: both are there or neither is. Kept is what the operation itself
has answered, a refusal included: by the draft a key names one request with one outcome, and a corrected request is
another one. Not kept is what may turn out otherwise by itself: our faults, refused sign-ins and rates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from productwatch.platform.idempotency_key import HEADER, fingerprint, key_of
from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.metrics import IDEMPOTENCY_KEYS
from productwatch.platform.problems import Conflict, Invalid, Problem, problem_response
from productwatch.platform.uploads import begun_upload

REPEATED = "Idempotent-Replayed"
"""The response header that tells a repeated answer, by the name that Stripe gave it."""

LONGEST_BODY = 256 * 1024
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Last-Modified", "Cache-Control", "Link")
_PASSING = frozenset({401, 403, 429})

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and the request that it belongs to; `body` is None where it was too long to be kept."""

    fingerprint: bytes
    status: int
    headers: dict[str, str]
    body: bytes | None


class Store(Protocol):
    """Keeps answers by name; all three are called in the transaction of the request."""

    def claimed(self, name: bytes) -> bool:
        """Whether nobody else does what the name stands for until this transaction ends; answers at once."""

    def found(self, name: bytes) -> Kept | None:
        """What has been kept, and has not expired."""

    def keep(self, name: bytes, kept: Kept) -> None:
        """Keeps it if the transaction commits."""


class Forgetful:
    """The store that keeps nothing: every request is done."""

    def claimed(self, name: bytes) -> bool:  # noqa: ARG002
        return True

    def found(self, name: bytes) -> Kept | None:  # noqa: ARG002
        return None

    def keep(self, name: bytes, kept: Kept) -> None:
        """Forgets it."""


class StillRunning(Conflict):
    """The first request with this key has no answer yet."""

    kind = "idempotency-key-running"

    def __init__(self) -> None:
        detail = "The first request with this Idempotency-Key is still running; ask again in a moment."
        super().__init__(detail, headers={"Retry-After": "1"})


class KeyReused(Invalid):
    """The key belongs to another request."""

    kind = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__([{"pointer": f"#/{HEADER}", "detail": "was used for another request; take a new one"}])


class Once:
    """Answers requests once; `store` remembers how."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, request: HttpRequest, principal: str, work: Callable[[], HttpResponse]) -> HttpResponse:
        """What `work` answers, or has answered when the principal asked for the same with the same key.

        A Problem that `work` raises takes back what it has written. BadRequest is raised for a malformed key,
        KeyReused and StillRunning as they say.
        """
        key = key_of(request)
        if key is None:
            return work()
        name = keyed_hash("idempotency-key", principal, key)
        asked = _fingerprint_of(request)
        with transaction.atomic():
            free, kept = self._store.claimed(name), self._store.found(name)
            if kept is None and not free:
                _count("running")
                raise StillRunning
            return _repeated(kept, asked()) if kept else self._first(request, name, asked, work)

    def _first(
        self, request: HttpRequest, name: bytes, asked: Callable[[], bytes], work: Callable[[], HttpResponse]
    ) -> HttpResponse:
        response = _done(request, work)
        if _is_final(response.status_code):
            self._store.keep(name, _as_kept(asked(), response))
            _count("done")
        else:
            transaction.set_rollback(True)
            _count("failed")
        return response


def without_key(reason: str) -> Callable[[View], View]:
    """Declares of a route's function that it takes no Idempotency-Key, and why."""

    def declare(view: View) -> View:
        vars(view)["without_key"] = reason
        return view

    return declare


def reason_without_key(view: Callable[..., object]) -> str | None:
    """None where the route takes a key."""
    found: str | None = getattr(view, "without_key", None)
    return found


def _done(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """A refusal is an answer too, without the effect."""
    try:
        with transaction.atomic():
            return work()
    except Problem as problem:
        if not _is_final(problem.status):
            _count("failed")
            raise
        return problem_response(request, problem)
    except Exception:
        _count("failed")
        raise


def _fingerprint_of(request: HttpRequest) -> Callable[[], bytes]:
    """Of a body that is read as it comes, the fingerprint is known only when it has been read."""
    if begun_upload(request):
        return partial(fingerprint, request)
    found = fingerprint(request)
    return lambda: found


def _is_final(status: int) -> bool:
    return status < 500 and status not in _PASSING


def _as_kept(asked: bytes, response: HttpResponse) -> Kept:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = response.content
    return Kept(asked, response.status_code, headers, body if len(body) <= LONGEST_BODY else None)


def _repeated(kept: Kept, asked: bytes) -> HttpResponse:
    if kept.fingerprint != asked:
        _count("reused")
        raise KeyReused
    _count("repeated")
    if kept.body is None:
        raise Conflict("This has been done before, but its answer was too long to be kept.", headers={REPEATED: "true"})
    return HttpResponse(kept.body, status=kept.status, headers=kept.headers | {REPEATED: "true"})


def _count(outcome: str) -> None:
    IDEMPOTENCY_KEYS.labels(outcome).inc()
