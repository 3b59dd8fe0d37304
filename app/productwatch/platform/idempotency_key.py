"""The request header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07), and what tells requests apart.

The draft's value is a String of structured fields, `"…"`; most clients send the bare characters. Both are taken, and
name the same key.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.request import RawPostDataException

from productwatch.platform.keyed_hash import keyed_hash
from productwatch.platform.problems import BadRequest
from productwatch.platform.uploads import begun_upload

HEADER, LONGEST = "Idempotency-Key", 255
PATTERN = r'^([!#-+\--:<-\[\]-~]{1,255}|"([ !#-\[\]-~]|\\["\\]){1,255}")$'
"""Bare: what can be seen, but no quote, comma, semicolon or backslash; quoted: RFC 9651, 3.3.3."""

_KEY, _ESCAPED = re.compile(PATTERN), re.compile(r"\\(.)")


def key_of(request: HttpRequest) -> str | None:
    """The key as it is meant, without quotes; None where none is given. BadRequest where it is malformed."""
    given = request.headers.get(HEADER)
    if given is None:
        return None
    if not _KEY.fullmatch(given):
        raise BadRequest(f"{HEADER} must be one string of 1 to {LONGEST} visible ASCII characters.")
    return _ESCAPED.sub(r"\1", given[1:-1]) if given.startswith('"') else given


def fingerprint(request: HttpRequest) -> bytes:
    """Of what the request asks for: its method, address, precondition and body, of which nothing can be read back."""
    precondition = request.headers.get("If-Match", "")
    return keyed_hash(
        "idempotency-request", str(request.method), request.get_full_path(), precondition, *_payload(request)
    )


def _payload(request: HttpRequest) -> Iterator[bytes]:
    if upload := begun_upload(request):
        yield upload.digest()
        return
    try:
        yield request.body
    except RawPostDataException:  # a form with files, which has been read: Django keeps its parts alone
        yield request.POST.urlencode().encode()
        for name, file in ((name, file) for name, files in request.FILES.lists() for file in files):
            yield from (name.encode(), (file.name or "").encode(), _digest(file))


def _digest(file: "UploadedFile[bytes]") -> bytes:
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.digest()
