"""The routes of categories."""

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.platform import reads
from productwatch.platform.reads import Representation
from productwatch.platform.schema import Page

router = Router(tags=["catalog"])


@router.get(
    "/categories",
    operation_id="list_categories",
    summary="Categories, page by page",
    response={200: schemas.CategoryPage, 304: None},
)
def list_categories(request: HttpRequest, query: Query[Page]) -> HttpResponse:
    """In the order of their slugs, each with its path: the tree, flat."""
    after = selectors.position(query.cursor)
    return reads.answer(
        request,
        "categories",
        lambda: Representation(orjson.dumps(selectors.category_page(after, query.limit))),
        variant=f"{after}:{query.limit}",
    )
