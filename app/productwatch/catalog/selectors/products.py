"""Reading products: rows ready for JSON, one query each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Case, F, QuerySet, When

from productwatch.catalog.models import PUBLIC, FormerProductSlug, Product, ProductVersion
from productwatch.catalog.orders import Sort, order_of
from productwatch.catalog.selectors import embedding, images
from productwatch.catalog.selectors.choices import Choice, chosen
from productwatch.catalog.slugs import is_slug
from productwatch.platform import paging
from productwatch.platform.markdown import html_of
from productwatch.platform.money import Money
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation

Row = dict[str, Any]

_PLAIN = (
    *("slug", "name", "description", "attributes", "stock", "sku", "brand", "tags", "images"),
    *("status", "publish_from", "publish_until", "created_at", "updated_at"),
)
_MADE_OF = ("amount", "currency", "image_url", "image_alt")


def product(slug: str, expand: Collection[str] = ()) -> Representation:
    """The product's JSON under its row's version, with all of what `expand` names.

    NotFound where the public sees none.
    """
    return _product(_public(), slug, expand)


def any_product(slug: str, expand: Collection[str] = ()) -> Representation:
    """The same whatever its status: never to be kept, nor shown to anybody but admins."""
    return _product(Product.objects.all(), slug, expand)


def current_tag(slug: str) -> str:
    """The tag of the product as it is now, whatever its status."""
    return any_product(slug).tag


def current_tags(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The same of each of these products, by id."""
    rows = Product.objects.filter(id__in=list(ids)).values("id", *_detail_columns(()))
    return {row["id"]: _detail(row, ()).tag for row in rows}


def product_page(sort: Sort, choice: Choice, cursor: str | None, limit: int, expand: Collection[str] = ()) -> Row:
    """The products of that choice, in that order, behind the cursor. Invalid where the cursor is of no such list.

    And where the type has no such attribute, or that no such value.
    """
    whole = frozenset(expand)
    among = _rows(whole).filter(status=choice.status) if choice.status else _public_rows(whole)
    rows = chosen(among, choice)
    page = paging.page(rows, order_of(sort), ["products", choice], cursor, limit)
    return page | {"items": [_shown(row, expand) for row in page["items"]]}


def products_to_export(choice: Choice, after: str, limit: int) -> list[Row]:
    """The columns of products of that choice, in the order of their slugs, behind `after`; Invalid as above."""
    columns = ("slug", "name", "description", "attributes", "stock", "sku", "brand", "tags", *_MADE_OF)
    rows = _chosen(choice).filter(slug__gt=after).order_by("slug")
    found = rows.values(*columns, "type__slug", "category__trail", "stage", "publish_from", "publish_until")[:limit]
    return [dict(row) for row in found]


def _chosen(choice: Choice) -> QuerySet[Product]:
    return chosen(Product.objects.filter(status=choice.status) if choice.status else _public(), choice)


def public_rows(expand: Collection[str] = ()) -> QuerySet[Product, Row]:
    """What the public sees, as `shown` takes it."""
    return _public_rows(frozenset(expand))


def shown(rows: Iterable[Row], expand: Collection[str] = ()) -> list[Row]:
    """Those rows, ready for JSON."""
    return [_shown(row, expand) for row in rows]


def possible(slug: str) -> str:
    """The slug, if it can be one at all; NotFound otherwise, before anybody looks for it."""
    if not is_slug(slug):
        raise no_product(slug)
    return slug


def public_product_id(slug: str) -> UUID:
    """The product's id; NotFound where the public sees none."""
    return _id(_public(), slug)


def product_id(slug: str) -> UUID:
    """The id of a product, whatever its status; NotFound where there is none."""
    return _id(Product.objects.all(), slug)


def product_now(slug: str) -> str:
    """The slug of the public product that once had this one; NotFound where none had it."""
    return _now(_public(), slug)


def any_product_now(slug: str) -> str:
    """The same whatever the product's status: for admins alone."""
    return _now(Product.objects.all(), slug)


def product_ids(slugs: Iterable[str]) -> dict[str, UUID]:
    """The ids of those products that have or had these slugs, whatever their status, by slug."""
    wanted = {slug for slug in slugs if is_slug(slug)}
    found = dict(Product.objects.filter(slug__in=wanted).values_list("slug", "id"))
    if others := wanted - found.keys():
        found |= dict(FormerProductSlug.objects.filter(slug__in=others).values_list("slug", "product_id"))
    return found


def product_places(slugs: Iterable[str]) -> dict[str, tuple[UUID, int | None]]:
    """Id and category of those products that have or had these slugs, whatever their status, by slug."""
    wanted = {slug for slug in slugs if is_slug(slug)}
    known = Product.objects.filter(slug__in=wanted).values_list("slug", "id", "category_id")
    found: dict[str, tuple[UUID, int | None]] = {slug: (product, category) for slug, product, category in known}
    if others := wanted - found.keys():
        moved = FormerProductSlug.objects.filter(slug__in=others)
        for slug, product, category in moved.values_list("slug", "product_id", "product__category_id"):
            found[slug] = (product, category)
    return found


def product_names(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Slug and name of each product, whatever its status, by id."""
    rows = Product.objects.filter(id__in=list(ids)).values_list("id", "slug", "name")
    return {found: (slug, name) for found, slug, name in rows}


def public_sql() -> tuple[str, tuple[Any, ...]]:
    """SQL for the ids of what the public sees, with its values: for statements that Django cannot make."""
    sql, values = _public().values("id").query.sql_with_params()
    return sql, values


def slugs_of_type(slug: str, most: int) -> list[str]:
    """The slugs of public products of that type, of no more than so many."""
    return list(_public().filter(type__slug=slug).values_list("slug", flat=True)[:most])


def changes_of_day(start: datetime, end: datetime, most: int) -> tuple[list[Row], int]:
    """What became of products from `start` on and before `end`, so many at most, and the number of all.

    Prices that changed come first, then products that came and went, then the rest; among their like the oldest first.
    """
    versions = ProductVersion.objects.filter(at__gte=start, at__lt=end)
    weight = Case(When(diff__has_key="price", then=0), When(kind=ProductVersion.Kind.CHANGED, then=2), default=1)
    rows = versions.order_by(weight, "at", "id").values(
        "product_id", "kind", "diff", "at", slug=F("product__slug"), name=F("product__name")
    )
    return [dict(row) for row in rows[:most]], versions.count()


def _public() -> QuerySet[Product]:
    return Product.objects.filter(PUBLIC)


@cache
def _rows(expand: frozenset[str]) -> QuerySet[Product, Row]:
    """All of them; putting the query together takes a good part of a page's time, and is done once."""
    found: QuerySet[Product, Row] = Product.objects.values("id", *_PLAIN, *_MADE_OF, *embedding.columns(expand))
    return found


@cache
def _public_rows(expand: frozenset[str]) -> QuerySet[Product, Row]:
    return _rows(expand).filter(PUBLIC)


def _product(products: QuerySet[Product], slug: str, expand: Collection[str]) -> Representation:
    row = products.filter(slug=possible(slug)).values(*_detail_columns(expand)).first()
    if row is None:
        raise no_product(slug)
    return _detail(row, expand)


def _detail_columns(expand: Collection[str]) -> tuple[str, ...]:
    return "version", *_PLAIN, *_MADE_OF, *embedding.columns(expand)


def _detail(row: Row, expand: Collection[str]) -> Representation:
    version = row.pop("version")
    shown = _shown(row, expand) | {"description_html": html_of(row["description"])}
    return Representation(orjson.dumps(shown), version)


def _now(products: QuerySet[Product], slug: str) -> str:
    found = products.filter(former_slugs__slug=slug).values_list("slug", flat=True).first()
    if found is None:
        raise no_product(slug)
    return found


def _id(products: QuerySet[Product], slug: str) -> UUID:
    """By a slug that it has or had: whoever kept a page with the earlier one means this product."""
    ids = products.values_list("id", flat=True)
    found = ids.filter(slug=possible(slug)).first() or ids.filter(former_slugs__slug=slug).first()
    if found is None:
        raise no_product(slug)
    return found


def no_product(slug: str) -> NotFound:
    return NotFound(f"There is no product {slug[:100]!r}.")


def _shown(row: Row, expand: Collection[str]) -> Row:
    amount, currency, url, alt = (row.pop(column) for column in _MADE_OF)
    row.pop("id", None)
    return row | {
        "price": Money(amount, currency).as_json(),
        "category": embedding.category(row, expand),
        "type": embedding.product_type(row, expand),
        "image": {"url": url, "alt": alt} if url else None,
        "images": images.shown(row["images"]),
    }
