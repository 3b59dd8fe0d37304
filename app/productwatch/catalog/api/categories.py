"""The routes of categories."""

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.catalog.api.moves import MOVED, moved
from productwatch.catalog.services import categories
from productwatch.catalog.services.categories import merging
from productwatch.catalog.services.fields import category_given_by
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.permissions import Permission
from productwatch.platform.preconditions import if_match
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation
from productwatch.platform.schema import problems
from productwatch.platform.sparse import page_part, part

router = Router(tags=["catalog"])

LOCATION = {
    "description": "the category's address",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}


@router.get(
    "/categories",
    operation_id="list_categories",
    summary="Categories, page by page",
    response={200: schemas.CategoryPage, 304: None},
)
def list_categories(request: HttpRequest, query: Query[schemas.Categories]) -> HttpResponse:
    """In the order of their slugs, each with its path: the tree, flat. With `parent`, those that lie right there."""
    return _children(request, query) if query.parent is not None else _flat(request, query)


@router.get(
    "/category-tree",
    operation_id="get_category_tree",
    summary="All categories, as a tree",
    response={200: schemas.CategoryTree, 304: None},
)
def get_category_tree(request: HttpRequest, query: Query[schemas.Tree]) -> HttpResponse:
    """What a menu needs, in one answer."""
    return reads.answer(
        request,
        "categories",
        lambda: Representation(orjson.dumps(selectors.category_tree(query.depth))),
        variant=f"tree:{query.depth}",
        cache=reads.of_list(request),
    )


@router.get(
    "/categories/{slug}",
    operation_id="get_category",
    summary="One category",
    response={200: schemas.Category, 304: None, 308: None} | problems(404),
    openapi_extra=MOVED,
)
def get_category(request: HttpRequest, slug: str, query: Query[schemas.CategoryView]) -> HttpResponse:
    """The slug that a category had, or that of one that was merged into it, leads there."""
    resource = f"category:{selectors.possible_category(slug)}"
    try:
        return reads.answer(request, resource, lambda: selectors.category(slug), cut=part(query.fields))
    except NotFound:
        return moved(request, selectors.category_now(slug))


@router.post(
    "/categories",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="create_category",
    summary="Add a category",
    response={201: schemas.Category} | problems(409),
    openapi_extra={"responses": {201: {"headers": {"Location": LOCATION}}}},
)
def create_category(request: HttpRequest, body: schemas.CategoryIn) -> HttpResponse:
    slug = categories.create(category_given_by(body))
    response = reads.written(selectors.category(slug), 201)
    response["Location"] = f"{request.path}/{slug}"
    return response


@router.patch(
    "/categories/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="change_category",
    summary="Change or move a category",
    response={200: schemas.Category} | problems(404, 409, 412),
)
def change_category(request: HttpRequest, slug: str, body: schemas.CategoryChange) -> HttpResponse:
    """All below it moves along."""
    slug = categories.change(slug, category_given_by(body), only_if=if_match(request))
    return reads.written(selectors.category(slug))


@router.post(
    "/categories/{slug}/merge",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="merge_category",
    summary="Merge a category into another",
    response={200: schemas.Category} | problems(404, 409, 412),
)
def merge_category(request: SignedInRequest, slug: str, body: schemas.CategoryMerge) -> HttpResponse:
    """Its products and the categories in it lie in the other one then, and its slug leads there."""
    merging.merge(slug, body.into, by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.category(body.into))


@router.delete(
    "/categories/{slug}",
    auth=needs(Permission.CATALOG_WRITE),
    operation_id="remove_category",
    summary="Delete an empty category",
    response={204: None} | problems(404, 409, 412),
)
def remove_category(request: HttpRequest, slug: str) -> HttpResponse:
    """Refused while products or categories lie in it, archived products included."""
    categories.remove(slug, only_if=if_match(request))
    return HttpResponse(status=204)


def _flat(request: HttpRequest, query: schemas.Categories) -> HttpResponse:
    return reads.answer(
        request,
        "categories",
        lambda: Representation(orjson.dumps(selectors.category_page(query.cursor, query.limit))),
        variant=str(query.limit) if query.is_kept else None,
        cache=reads.of_list(request),
        cut=page_part(query.fields),
    )


def _children(request: HttpRequest, query: schemas.Categories) -> HttpResponse:
    parent = query.parent or ""
    return reads.answer(
        request,
        "categories",
        lambda: Representation(orjson.dumps(selectors.children_page(parent, query.cursor, query.limit))),
        variant=f"in:{parent}:{query.limit}" if query.is_kept else None,
        cache=reads.of_list(request),
        cut=page_part(query.fields),
    )
