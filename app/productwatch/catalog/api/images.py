"""The routes of a product's images."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from productwatch.catalog import schemas, selectors
from productwatch.catalog.services import images
from productwatch.catalog.services.images import uploading
from productwatch.platform import reads
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.bodies import takes_files
from productwatch.platform.permissions import Permission
from productwatch.platform.preconditions import if_match
from productwatch.platform.schema import problems

router = Router(tags=["catalog"], auth=needs(Permission.CATALOG_WRITE))


@router.get(
    "/products/{slug}/images",
    operation_id="list_images",
    summary="All images of a product, in their order",
    response={200: schemas.ProductImages, 304: None} | problems(404),
)
def list_images(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that are still made, and those that could not be, too. Its ETag serves as If-Match of whatever changes the
    product.
    """
    return reads.shown(request, selectors.product_images(slug), reads.PRIVATE)


@router.post(
    "/products/{slug}/images",
    operation_id="add_image",
    summary="Upload an image of a product",
    response={201: schemas.ProductImage} | problems(404, 409, 412),
)
@takes_files("MAX_IMAGE_BODY_BYTES")
def add_image(
    request: SignedInRequest, slug: str, file: File[UploadedFile], form: Form[schemas.NewImage]
) -> HttpResponse:
    """JPEG, PNG, WebP or GIF, of which the first picture is taken. It comes behind the other images, and is shown once
    a worker has made its files: upright, in sRGB, at most 2560 pixels wide and high, with thumbnails 160, 480 and 960
    pixels wide, as WebP and without any metadata.
    """
    precondition = if_match(request)
    upload = uploading.taken(slug, file.read())
    image_id = images.add(slug, upload, form.alt, by=request.auth.user_id, only_if=precondition)
    return reads.written(selectors.product_image(slug, image_id), 201)


@router.put(
    "/products/{slug}/images",
    operation_id="reorder_images",
    summary="Put the images of a product into another order",
    response={200: schemas.ProductImages} | problems(404, 412),
)
def reorder_images(request: SignedInRequest, slug: str, body: schemas.ImageOrder) -> HttpResponse:
    images.reorder(slug, body.ids, by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.product_images(slug))


@router.patch(
    "/products/{slug}/images/{uuid:image_id}",
    operation_id="change_image",
    summary="Change an image's text or place",
    response={200: schemas.ProductImage} | problems(404, 412),
)
def change_image(request: SignedInRequest, slug: str, image_id: UUID, body: schemas.ImageChange) -> HttpResponse:
    changed = body.model_dump(include=body.model_fields_set)
    images.change(slug, image_id, **changed, by=request.auth.user_id, only_if=if_match(request))
    return reads.written(selectors.product_image(slug, image_id))


@router.delete(
    "/products/{slug}/images/{uuid:image_id}",
    operation_id="remove_image",
    summary="Take an image from a product",
    response={204: None} | problems(404, 412),
)
def remove_image(request: SignedInRequest, slug: str, image_id: UUID) -> HttpResponse:
    """It can be undone for thirty days."""
    images.remove(slug, image_id, by=request.auth.user_id, only_if=if_match(request))
    return HttpResponse(status=204)
