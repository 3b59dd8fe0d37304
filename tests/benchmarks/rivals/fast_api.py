"""The list of products by FastAPI, async from end to end: plain SQL by psycopg, validated through its response model.

Around it the work that each request makes of ours: limits by the same script, their headers and those of security, an
id, and a line in the log.
"""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from time import perf_counter
from typing import Annotated, Any
from uuid import uuid4

from fastapi import FastAPI, Query, Request, Response
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel
from redis.asyncio import Redis

from productwatch.config.middleware.headers import _OF_DATA
from productwatch.platform.limiter.fields import fields
from productwatch.platform.limiter.gcra import NAME, SCRIPT
from productwatch.platform.limiter.limiter import NOW, Charge, RedisLimiter, numbers
from productwatch.platform.limiter.policies import READS
from productwatch.platform.money import Money

Message = MutableMapping[str, Any]
logger = logging.getLogger("productwatch.request")

ROWS = """
SELECT p.slug, p.name, p.description, p.amount, p.currency, p.attributes, p.stock, p.sku, p.brand, p.tags, p.images,
    p.image_url, p.image_alt, p.status, p.publish_from, p.publish_until, p.created_at, p.updated_at,
    c.slug AS category_slug, c.name AS category_name, c.trail AS category_trail
FROM catalog_product p LEFT JOIN catalog_category c ON c.id = p.category_id
WHERE p.status = 'published' ORDER BY p.slug LIMIT %s
"""


class Price(BaseModel):
    amount: str
    currency: str


class Step(BaseModel):
    slug: str
    name: str


class Place(BaseModel):
    slug: str
    name: str
    path: list[Step]


class Image(BaseModel):
    url: str
    alt: str


class Product(BaseModel):
    slug: str
    name: str
    description: str
    price: Price
    category: Place | None
    type: Step | None
    attributes: dict[str, str | bool]
    stock: int
    sku: str | None
    brand: str | None
    tags: list[str]
    image: Image | None
    images: list[Image]
    status: str
    publish_from: datetime | None
    publish_until: datetime | None
    created_at: datetime
    updated_at: datetime


def shown(row: dict[str, Any]) -> dict[str, Any]:
    slug, name, path = (row.pop(f"category_{part}") for part in ("slug", "name", "trail"))
    url, alt = row.pop("image_url"), row.pop("image_alt")
    return row | {
        "price": Money(row.pop("amount"), row.pop("currency")).as_json(),
        "category": {"slug": slug, "name": name, "path": path} if slug else None,
        "type": None,
        "image": {"url": url, "alt": alt} if url else None,
    }


def build(pool: AsyncConnectionPool, redis: "Redis") -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/products", response_model=list[Product])
    async def products(request: Request, response: Response, limit: Annotated[int, Query(ge=1, le=100)] = 25) -> Any:
        charges = [Charge.to(READS, "address", request.client.host if request.client else "")]
        answer = await redis.evalsha(NAME, 1, charges[0].key, NOW, *numbers(charges))
        response.headers.update(fields(RedisLimiter().hear(charges, answer)))
        async with pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(ROWS, [limit])
            return [shown(row) for row in await cursor.fetchall()]

    app.add_middleware(Observed)
    return app


class Observed:
    """What our middleware gives each request."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        identifier, began = uuid4().hex, perf_counter()

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = (*_OF_DATA, ("X-Request-ID", identifier))
                message["headers"] += [(name.encode(), value.encode()) for name, value in more]
            await send(message)

        await self._app(scope, receive, headed)
        told = {"method": "GET", "route": "/products", "milliseconds": (perf_counter() - began) * 1000}
        logger.info("request", extra=told)


async def prepare(redis: "Redis") -> None:
    await redis.script_load(SCRIPT)
