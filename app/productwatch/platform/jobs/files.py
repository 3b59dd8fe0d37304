"""What a route answers that gives out the file of a job."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, StreamingHttpResponse

from productwatch.platform.deflated import Size


class File(NamedTuple):
    """A name, a media type, and the bytes as they are and as gzip."""

    name: str
    media_type: str
    size: Size
    plain: Iterator[bytes]
    gzipped: Iterator[bytes]


def described(*media_types: str) -> dict[str, Any]:
    """The route's `openapi_extra`."""
    content = {each.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for each in media_types}
    headers = {"Content-Disposition": {"required": True, "schema": {"type": "string"}}}
    return {"responses": {200: {"description": "the file", "headers": headers, "content": content}}}


def download(request: HttpRequest, file: File) -> StreamingHttpResponse:
    """As gzip where that is accepted."""
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = StreamingHttpResponse(file.gzipped if zipped else file.plain, content_type=file.media_type)
    response["Content-Length"] = str(file.size.gzipped if zipped else file.size.plain)
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"], response["Vary"] = "private, no-store", "Accept-Encoding"
    return response
