"""Hits made by hand, put into the stream, and what became of them."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client
from prometheus_client import REGISTRY

from productwatch.platform.redis import redis
from productwatch.visits import stream
from productwatch.visits.dimensions import Dimension
from productwatch.visits.entries import VISITOR_BYTES, Hit, event_id
from productwatch.visits.models import Quarter, Visit
from productwatch.visits.selectors import shown

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BROWSER = {"User-Agent": FIREFOX, "Accept-Language": "en"}
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def hit(at: str | datetime = "2024-11-20T12:00+00:00", *, slug: str = "stool", visitor: int = 1, bot: str = "") -> Hit:
    moment = instant(at) if isinstance(at, str) else at
    return Hit(event_id(moment), visitor.to_bytes(VISITOR_BYTES, "big"), slug, "desktop", "Firefox", "", bot)


def put(*packed: bytes) -> None:
    for each in packed:
        redis().xadd(stream.STREAM, {stream.FIELD: each})


def stored() -> list[bytes]:
    entries: Any = redis().xrange(stream.STREAM)
    return [fields[stream.FIELD] for _, fields in entries]


def waiting() -> int:
    return int(redis().xlen(stream.STREAM))


def kept() -> int:
    return Visit.objects.count()


def counted() -> dict[tuple[str, str], int]:
    """The quarter-hours, by slug and time in UTC."""
    rows = list(Quarter.objects.filter(dimension=Dimension.PRODUCT).values_list("subject", "start", "hits"))
    named = shown.by_subject(Dimension.PRODUCT, [subject for subject, _, _ in rows])
    return {(named[subject]["slug"], f"{start:%Y-%m-%d %H:%M}"): hits for subject, start, hits in rows}


def told(visit: Visit) -> dict[str, str]:
    """What is known of a hit, as texts."""
    names = ("product", "category", "referrer", "campaign", "device", "browser", "country", "bot")
    values = shown.values(getattr(visit, name) for name in names)
    return {name: values.get(getattr(visit, name), "") for name in names}


def metric(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def dropped(reason: str) -> float:
    return metric("productwatch_visits_dropped_total", reason=reason)


def read(client: Client, slug: str = "stool", address: str = "203.0.113.7", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(f"/api/v1/products/{slug}", REMOTE_ADDR=address, headers=BROWSER | named)


def beacon(client: Client, slug: str = "stool", address: str = "203.0.113.7", **given: Any) -> Any:
    named = {name.replace("_", "-"): given.pop(name) for name in list(given) if name[0].isupper()}
    return client.post(f"/api/v1/products/{slug}/visits", REMOTE_ADDR=address, headers=BROWSER | named, **given)
