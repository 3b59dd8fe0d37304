"""The storage of an installation that keeps no files: there are none, and none is taken."""

from typing import Any, NoReturn

from django.core.files.storage import Storage

from productwatch.platform.files.problems import NoFiles


class Nowhere(Storage):
    def _open(self, name: str, mode: str = "rb") -> Any:  # noqa: ARG002 - Django's signature
        raise FileNotFoundError(name)

    def _save(self, name: str, content: Any) -> NoReturn:  # noqa: ARG002
        raise NoFiles

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        return name

    def exists(self, name: str) -> bool:  # noqa: ARG002
        return False

    def listdir(self, path: str) -> tuple[list[str], list[str]]:  # noqa: ARG002
        return [], []

    def delete(self, name: str) -> None:
        """It is not there."""
