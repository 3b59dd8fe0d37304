"""Answering with a resource: from what is kept, from what another has just read, or from the database."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from productwatch.platform import etags
from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.metrics import STALE_ANSWERS
from productwatch.platform.reads.kept import Kept, Representation
from productwatch.platform.reads.reading import Reading
from productwatch.platform.reads.sharing import REVALIDATE, of_stale, vary_on
from productwatch.platform.redis import RedisAway
from productwatch.platform.sparse import Cut

Render = Callable[[], Representation]


def answer(  # noqa: PLR0913 - what may be left out is given by name
    request: HttpRequest,
    resource: str,
    render: Render,
    *,
    variant: str | None = "",
    cache: str = REVALIDATE,
    cut: Cut | None = None,
) -> HttpResponse:
    """The resource as JSON: 304 where the client has it, else kept bytes, else what `render` makes.

    `variant` tells what is kept from other views of the same resource, and is None where this one is not to be kept:
    strangers may ask for any number of them. `cache` is the Cache-Control header, and `cut` leaves of what is kept what
    is shown. A Problem that `render` raises passes through.
    """
    reading = Reading(request, resource, variant)
    try:
        kept, holds = reading.found()
    except RedisAway:
        reading.lose()
        fresh = render()
        reading.company.lose()
        return shown(request, fresh, cache, cut)
    if kept and holds:
        return _response(request, kept.cut(cut), cache)
    try:
        found = Kept.of(b"", render()) if variant is None else _kept_anew(reading, render)
    except DATABASE_AWAY:
        if kept is None:
            raise
        _settle(reading)
        return _stale(kept.cut(cut), cache)
    _settle(reading)
    return _response(request, found.cut(cut), cache)


def written(representation: Representation, status: int = 200) -> HttpResponse:
    """What a change has made of the resource, as JSON with the tag that the next change may be bound to."""
    return HttpResponse(
        representation.body, "application/json", status, headers={"ETag": etags.quoted(representation.tag)}
    )


def shown(request: HttpRequest, representation: Representation, cache: str, cut: Cut | None = None) -> HttpResponse:
    """What has just been read, or what is left of it, as JSON: 304 where the client has it."""
    return _response(request, Kept.of(b"", representation).cut(cut), cache)


def _kept_anew(reading: Reading, render: Render) -> Kept:
    """What another reads at this moment, else what is read now, kept where Redis takes it.

    A cache that cannot be written costs speed, not the answer.
    """
    with suppress(RedisAway):
        if others := _of_others(reading):
            return others
    try:
        rendered = render()
    except Exception:
        with suppress(RedisAway):
            reading.give_up()
        raise
    fresh = Kept.of(reading.mark, rendered)
    with suppress(RedisAway):
        reading.keep(fresh) if rendered.lasts else reading.give_up()
    return fresh


def _of_others(reading: Reading) -> Kept | None:
    """What another has kept since we looked, or keeps in the meantime; None for the one who is to read."""
    leads, kept = reading.begun()
    if kept:
        reading.give_up()
    elif not leads:
        kept = reading.awaited()
        if kept is None:
            reading.begun()
    return kept


def _settle(reading: Reading) -> None:
    try:
        reading.settle()
    except RedisAway:
        reading.company.lose()


def _response(request: HttpRequest, kept: Kept, cache: str) -> HttpResponse:
    headers = {"ETag": etags.quoted(kept.tag), "Cache-Control": cache, "Vary": vary_on(cache)}
    if etags.names(request.META.get("HTTP_IF_NONE_MATCH", ""), kept.tag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(kept.body, content_type="application/json", headers=headers)


def _stale(kept: Kept, cache: str) -> HttpResponse:
    STALE_ANSWERS.inc()
    headers = {"Warning": '110 - "Response is Stale"', "Cache-Control": of_stale(cache)}
    return HttpResponse(kept.body, content_type="application/json", headers=headers)
