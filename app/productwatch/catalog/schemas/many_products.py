"""What the API takes and gives where many products are changed at once."""

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from productwatch.catalog.schemas.products import ProductChange
from productwatch.catalog.schemas.values import Slug
from productwatch.platform import preconditions
from productwatch.platform.problems import BadRequest, Invalid
from productwatch.platform.schema import Body, ProblemOut

MOST_CHANGES = 100
_TAG = '"3-b8a1f1e9c2d04f5a9d6f0f2f4c1e7a53"'


def _readable(header: str) -> str:
    try:
        preconditions.demanded(header)
    except BadRequest as error:
        raise PydanticCustomError("tags", "must be *, or entity tags as ETag tells them") from error
    return header


IfMatch = Annotated[
    str,
    Field(description="what the client has seen of it, as If-Match would say it", max_length=1000, examples=[_TAG]),
    AfterValidator(_readable),
]


class OneChange(Body):
    slug: Slug = Field(description="of the product, as it is before the request")
    if_match: IfMatch | None = None
    change: ProductChange


def _once_each(items: list[OneChange]) -> list[OneChange]:
    first = {item.slug: number for number, item in reversed([*enumerate(items)])}
    errors = [
        {"pointer": f"#/items/{number}/slug", "detail": f"stands at #/items/{first[item.slug]} already"}
        for number, item in enumerate(items)
        if first[item.slug] != number
    ]
    if errors:
        raise Invalid(errors)
    return items


class ProductChanges(Body):
    """Changes of products, each of another one."""

    items: Annotated[list[OneChange], AfterValidator(_once_each)] = Field(min_length=1, max_length=MOST_CHANGES)
    atomic: bool = Field(False, description="whether all are made or none is")


class Problem(ProblemOut):
    """What a change is refused by; its pointers are those of the request."""


class ProductChanged(Schema):
    slug: str = Field(description="as the request named it", examples=["white-plimsolls"])
    status: Literal[200]
    etag: str = Field(description="of what the product is now: the next change may be bound to it", examples=[_TAG])
    changed: list[str] = Field(description="the fields that are others now", examples=[["price", "stock"]])


class ProductRefused(Schema):
    slug: str = Field(description="as the request named it", examples=["white-plimsolls"])
    status: Literal[404, 409, 412, 422, 428] = Field(description="what this change alone would be answered")
    etag: str | None = Field(description="of what the product is now; null where there is none", examples=[_TAG])
    problem: Problem


class ProductChangeResults(Schema):
    items: list[ProductChanged | ProductRefused] = Field(description="one for each change, in the request's order")
