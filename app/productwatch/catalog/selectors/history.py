"""Reading what became of a product."""

from typing import Any
from uuid import UUID

import orjson

from productwatch.accounts import selectors as accounts
from productwatch.catalog.models import Product, ProductVersion
from productwatch.catalog.selectors.products import no_product, possible
from productwatch.platform import paging
from productwatch.platform.reads import Representation

Row = dict[str, Any]


def history(slug: str, cursor: str | None, limit: int) -> Representation:
    """A page of the product's versions, the newest first; the product may be archived. NotFound where none ever was.

    Invalid where the cursor was made up.
    """
    versions = ProductVersion.objects.order_by("-number")
    if cursor is not None:
        versions = versions.filter(number__lt=paging.decode(cursor, int)[0])
    product = Product.objects.filter(slug=possible(slug)).values("id", "version").first()
    if product is None:
        raise no_product(slug)
    columns = ("number", "kind", "at", "undoes", "diff", "by_id")
    rows = list(versions.filter(product=product["id"]).values(*columns)[: limit + 1])
    emails = accounts.emails(row["by_id"] for row in rows if row["by_id"])
    page = paging.page([_shown(row, emails) for row in rows], limit, lambda row: (row["number"],))
    return Representation(orjson.dumps(page), product["version"])


def _shown(row: Row, emails: dict[UUID, str]) -> Row:
    user_id = row.pop("by_id")
    return row | {"by": {"id": user_id, "email": emails[user_id]} if user_id in emails else None}
