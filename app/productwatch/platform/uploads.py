"""Bodies that are read as they come, block by block, and lie in memory at no time: for routes that take large files."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, TypeVar

from django.http import HttpRequest

BLOCK = 65_536

_DECLARED, _UPLOAD = "streams_body", "productwatch.upload"

View = TypeVar("View", bound=Callable[..., Any])


def streamed(view: View) -> View:
    """Declares of a view that it reads the body of its request by `upload_of`."""
    vars(view)[_DECLARED] = True
    return view


def is_streamed(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, _DECLARED, False))


class Upload:
    """The blocks of a request's body, which are read once; hashed on the way."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self._hash = request, blake2b(digest_size=32)

    def __iter__(self) -> Iterator[bytes]:
        while block := self._request.read(BLOCK):
            self._hash.update(block)
            yield block

    def digest(self) -> bytes:
        """That of the whole body, of which what is left is read and forgotten."""
        for _ in self:
            pass
        return self._hash.digest()


def upload_of(request: HttpRequest) -> Upload:
    """The same for all who ask."""
    found: Upload = request.META.setdefault(_UPLOAD, Upload(request))
    return found


def begun_upload(request: HttpRequest) -> Upload | None:
    """None where nobody has asked for it: the body is read as a whole."""
    found: Upload | None = request.META.get(_UPLOAD)
    return found
