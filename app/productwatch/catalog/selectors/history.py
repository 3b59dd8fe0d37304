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

_COLUMNS = ("number", "kind", "at", "undoes", "diff", "by_id")
_NEWEST_FIRST = paging.Order(("number",), descending=True)


def history(slug: str, cursor: str | None, limit: int) -> Representation:
    """A page of the product's versions, the newest first; the product may be archived. NotFound where none ever was.

    Invalid where the cursor is of no such list.
    """
    product = Product.objects.filter(slug=possible(slug)).values("id", "version").first()
    if product is None:
        raise no_product(slug)
    versions = ProductVersion.objects.filter(product=product["id"]).values(*_COLUMNS)
    page = paging.page(versions, _NEWEST_FIRST, ["history", product["id"]], cursor, limit)
    emails = accounts.emails(row["by_id"] for row in page["items"] if row["by_id"])
    shown = page | {"items": [_shown(row, emails) for row in page["items"]]}
    return Representation(orjson.dumps(shown), product["version"])


def _shown(row: Row, emails: dict[UUID, str]) -> Row:
    user_id = row.pop("by_id")
    return row | {"by": {"id": user_id, "email": emails[user_id]} if user_id in emails else None}
