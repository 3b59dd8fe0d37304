"""Serving the files of images, wherever they are kept: in `make run`, and where the bucket itself is not public."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from productwatch.platform.etags import names, quoted
from productwatch.platform.files import UNCHANGING
from productwatch.platform.files.problems import FilesAway
from productwatch.platform.problems import NotFound, problem_response

CONTENT_TYPE = "image/webp"


@require_safe
def media(request: HttpRequest, image_id: UUID, width: int, digest: str) -> HttpResponse:
    """A name is made of the file's content: who has it once never needs it again."""
    headers = {
        "ETag": quoted(digest),
        "Cache-Control": UNCHANGING,
        "Cross-Origin-Resource-Policy": "cross-origin",  # shops show them on pages of their own
    }
    if names(request.headers.get("If-None-Match", ""), digest):
        return HttpResponse(status=304, headers=headers)
    try:
        with default_storage.open(f"images/{image_id}/{width}-{digest}.webp") as file:
            return HttpResponse(file.read(), CONTENT_TYPE, headers=headers)
    except FileNotFoundError:
        return problem_response(request, NotFound("There is no such file."))
    except FilesAway as problem:
        return problem_response(request, problem)
