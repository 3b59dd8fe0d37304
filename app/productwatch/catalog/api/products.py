"""The routes of products."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.api.many_products import changes_of, outcome_shown
from productwatch.catalog.api.moves import MOVED, moved
from productwatch.catalog.services import products
from productwatch.catalog.services.fields import given_by
from productwatch.catalog.services.products import changing_many
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs, principal_of
from productwatch.platform.json import json_response
from productwatch.platform.permissions import Permission
from productwatch.platform.preconditions import if_match
from productwatch.platform.problems import NotFound, invalid
from productwatch.platform.reads import Representation
from productwatch.platform.schema import problems
from productwatch.platform.sparse import page_part, part

router = Router(tags=["catalog"])

LOCATION = {
    "description": "the product's address",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}


@router.get(
    "/products",
    operation_id="list_products",
    summary="Products, page by page",
    response={200: schemas.ProductPage, 304: None} | problems(401, 403),
)
def list_products(request: HttpRequest, query: Query[schemas.Products]) -> HttpResponse:
    """Those that are published, in the order of their slugs unless told otherwise; those of a status for admins."""
    choice = selectors.Choice(
        query.category,
        query.brand,
        query.tag,
        query.type,
        tuple(query.attribute),
        query.status,
        query.in_stock,
    )

    def page() -> Representation:
        found = _page(query, choice)
        return Representation(orjson.dumps(found), lasts=bool(found["items"] or not (query.category or query.type)))

    if query.status:
        needs(Permission.CATALOG_WRITE)(request)
        return reads.shown(request, page(), reads.PRIVATE, page_part(query.fields))
    return reads.answer(
        request, "products", page, variant=query.variant, cache=reads.of_list(request), cut=page_part(query.fields)
    )


def _page(query: schemas.Products, choice: selectors.Choice) -> dict[str, Any]:
    """What the words find, or the list as it is, with the facets that are asked for."""
    asked, order = selectors.Search(query.q, choice, tuple(query.facets)), query.order
    if query.q:
        return selectors.search(asked, order, query.cursor, query.limit, query.expand)
    if order == "relevance":
        raise invalid("#/sort", "relevance is to words, which `q` gives")
    page = selectors.product_page(order, choice, query.cursor, query.limit, query.expand)
    return page | selectors.spread(asked) if query.facets else page


@router.get(
    "/products/{slug}",
    operation_id="get_product",
    summary="One product",
    response={200: schemas.ProductDetail, 304: None, 308: None} | problems(404),
    openapi_extra=MOVED,
)
def get_product(request: HttpRequest, slug: str, query: Query[schemas.ProductView]) -> HttpResponse:
    """Reading it without signing in is counted as a visit. A slug that the product had leads to it.

    Admins see what is not published, too.
    """
    resource = f"product:{selectors.possible(slug)}"
    try:
        return reads.answer(
            request,
            resource,
            lambda: selectors.product(slug, query.expand),
            variant=query.expanded,
            cache=reads.PRIVATE,
            cut=part(query.fields),
        )
    except NotFound:
        return _unpublished(request, slug, query)


def _unpublished(request: HttpRequest, slug: str, query: schemas.ProductView) -> HttpResponse:
    """What admins see where the public sees no product; read for this answer alone, and kept nowhere."""
    principal = principal_of(request)
    if principal is None or not principal.may(Permission.CATALOG_WRITE):
        return moved(request, selectors.product_now(slug))
    try:
        return reads.shown(request, selectors.any_product(slug, query.expand), reads.PRIVATE, part(query.fields))
    except NotFound:
        return moved(request, selectors.any_product_now(slug))


@router.post(
    "/products",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="create_product",
    summary="Add a product",
    response={201: schemas.ProductDetail} | problems(409),
    openapi_extra={"responses": {201: {"headers": {"Location": LOCATION}}}},
)
def create_product(request: SignedInRequest, body: schemas.ProductIn) -> HttpResponse:
    slug = products.create(given_by(body), by=request.auth.user_id)
    response = reads.written(selectors.any_product(slug), 201)
    response["Location"] = f"{request.path}/{slug}"
    return response


@router.patch(
    "/products/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="change_product",
    summary="Change a product",
    response={200: schemas.ProductDetail} | problems(404, 409, 412),
)
def change_product(request: SignedInRequest, slug: str, body: schemas.ProductChange) -> HttpResponse:
    """Who follows the product hears of what changed; a change to what it is already is none."""
    changed = products.change(slug, given_by(body), by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.any_product(products.slug_after(changed, slug)))


@router.patch(
    "/products",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="change_products",
    summary="Change many products",
    response={200: schemas.ProductChangeResults} | problems(409),
)
def change_products(request: SignedInRequest, body: schemas.ProductChanges) -> HttpResponse:
    """Each change is made or refused by itself, and answered as it would be alone; they see each other in the order
    given. Where `atomic` is set, none is made if any is refused: the answer is 409 then, and names all that are.
    """
    outcomes = changing_many.change_many([*changes_of(body)], together=body.atomic, by=request.auth.user_id)
    return json_response({"items": [outcome_shown(request, outcome) for outcome in outcomes]})


@router.delete(
    "/products/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="archive_product",
    summary="Take a product out of the catalog",
    response={204: None} | problems(404, 412),
)
def archive_product(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its slug stays taken, and its history is kept."""
    products.archive(slug, by=request.auth.user_id, only_if=if_match(request))
    return HttpResponse(status=204)
