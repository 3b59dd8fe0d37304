"""Recording hits: beside the read of a product, in the read's own trip to Redis, or by a request of its own."""

from django.http import HttpRequest
from redis.exceptions import NoScriptError

from productwatch.catalog import selectors as catalog
from productwatch.platform.problems import Unavailable
from productwatch.platform.redis import RedisAway, guarded
from productwatch.platform.trips import Trip
from productwatch.visits import stream
from productwatch.visits.metrics import BOTS, DROPPED, RECORDED, REDIS_AWAY, REDIS_FULL
from productwatch.visits.origins import Told
from productwatch.visits.readers import hit_of, uncounted

_WORDS = "productwatch.visit"


class Recorder:
    """The companion of reads of products (see platform.reads)."""

    def join(self, trip: Trip, request: HttpRequest, resource: str, mark_key: str | None, refusal: str | None) -> bool:
        if _is_left_out(request):
            return False
        request.META[_WORDS] = stream.add(trip, hit_of(request, _slug(resource)), mark_key, refusal)
        return True

    def hear(self, request: HttpRequest, answer: object) -> bool:
        """False where nobody knew yet that the product is public."""
        return _outcome(_certain(answer, request.META[_WORDS])) != stream.UNKNOWN

    def lose(self, request: HttpRequest, resource: str) -> None:  # noqa: ARG002 - the protocol's signature
        if uncounted(request) is None:
            DROPPED.labels(REDIS_AWAY).inc()


def record(request: HttpRequest, slug: str, told: Told) -> None:
    """Records that a page which was kept elsewhere shows the product.

    NotFound where no such product is public; RedisAway or Unavailable where the hit could not be kept.
    """
    catalog.public_product_id(slug)
    if _is_left_out(request):
        return
    try:
        answer = _recorded(request, slug, told)
    except RedisAway:
        DROPPED.labels(REDIS_AWAY).inc()
        raise
    if _outcome(answer) not in {stream.RECORDED, stream.REPEATED}:
        raise Unavailable("Too many visits wait to be counted; try again later.", retry_after=10)


def _is_left_out(request: HttpRequest) -> bool:
    """Counted, too: by the reason."""
    reason = uncounted(request)
    if reason:
        DROPPED.labels(reason).inc()
    return reason is not None


def _recorded(request: HttpRequest, slug: str, told: Told) -> object:
    with guarded():
        trip = Trip()
        words = stream.add(trip, hit_of(request, slug, told))
        (answer,) = trip.go()
    return _certain(answer, words)


def _certain(answer: object, words: stream.Words) -> object:
    """What a Redis answers that knows the script."""
    return stream.add_anew(words) if isinstance(answer, NoScriptError) else answer


def _outcome(answer: object) -> str:
    """What the script says, counted; an error is Redis' refusal to run it."""
    outcome, _, bot = (answer.decode() if isinstance(answer, bytes) else REDIS_FULL).partition(" ")
    if outcome == stream.RECORDED:
        RECORDED.inc()
        if bot:
            BOTS.labels(bot).inc()
    elif outcome not in {stream.REPEATED, stream.UNKNOWN}:
        DROPPED.labels(outcome).inc()
    return outcome


def _slug(resource: str) -> str:
    return resource.partition(":")[2]
