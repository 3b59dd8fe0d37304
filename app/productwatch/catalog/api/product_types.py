"""The routes of product types."""

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.services import product_types
from productwatch.catalog.services.fields import type_given_by
from productwatch.platform import reads
from productwatch.platform.auth import needs
from productwatch.platform.permissions import Permission
from productwatch.platform.preconditions import if_match
from productwatch.platform.reads import Representation
from productwatch.platform.schema import Page, problems

router = Router(tags=["catalog"])

LOCATION = {
    "description": "the product type's address",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}


@router.get(
    "/product-types",
    operation_id="list_product_types",
    summary="Product types, page by page",
    response={200: schemas.ProductTypePage, 304: None},
)
def list_product_types(request: HttpRequest, query: Query[Page]) -> HttpResponse:
    """In the order of their slugs, each with its attributes."""
    return reads.answer(
        request,
        "product-types",
        lambda: Representation(orjson.dumps(selectors.product_type_page(query.cursor, query.limit))),
        variant=str(query.limit) if query.is_kept else None,
        cache=reads.of_list(request),
    )


@router.get(
    "/product-types/{slug}",
    operation_id="get_product_type",
    summary="One product type",
    response={200: schemas.ProductType, 304: None} | problems(404),
)
def get_product_type(request: HttpRequest, slug: str) -> HttpResponse:
    """What products of this type can tell."""
    resource = f"product-type:{selectors.possible_product_type(slug)}"
    return reads.answer(request, resource, lambda: selectors.product_type(slug))


@router.post(
    "/product-types",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="create_product_type",
    summary="Add a product type",
    response={201: schemas.ProductType} | problems(409),
    openapi_extra={"responses": {201: {"headers": {"Location": LOCATION}}}},
)
def create_product_type(request: HttpRequest, body: schemas.ProductTypeIn) -> HttpResponse:
    """Its slug never changes."""
    slug = product_types.create(type_given_by(body))
    response = reads.written(selectors.product_type(slug), 201)
    response["Location"] = f"{request.path}/{slug}"
    return response


@router.patch(
    "/product-types/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="change_product_type",
    summary="Change a product type",
    response={200: schemas.ProductType} | problems(404, 409, 412),
)
def change_product_type(request: HttpRequest, slug: str, body: schemas.ProductTypeChange) -> HttpResponse:
    """Refused, with their number, while there are products that would not fit it any more, archived ones included."""
    product_types.change(slug, type_given_by(body), only_if=if_match(request))
    return reads.written(selectors.product_type(slug))


@router.delete(
    "/product-types/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="remove_product_type",
    summary="Delete a product type",
    response={204: None} | problems(404, 409, 412),
)
def remove_product_type(request: HttpRequest, slug: str) -> HttpResponse:
    """Refused while products are of this type, archived ones included."""
    product_types.remove(slug, only_if=if_match(request))
    return HttpResponse(status=204)
