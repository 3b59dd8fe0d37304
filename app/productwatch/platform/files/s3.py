"""A bucket of any server that speaks S3, as a storage of Django's.

One client for all threads, made when it is first used: it takes 24 MiB, which who keeps no files does not pay, and
django-storages would make one for each thread. Waits are bounded, and while the server is away it is asked once in a
while only: threads that wait for a file answer nothing else.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from mimetypes import guess_type
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from productwatch.platform.files import UNCHANGING
from productwatch.platform.files.problems import FilesAway

AT_ONCE = 4
CONNECT_SECONDS, READ_SECONDS, TRIES = 2, 5, 2
PAUSE_SECONDS = 3.0
"""For so long nobody asks a server that has not answered."""

_MISSING = {"404", "NoSuchKey", "NotFound"}

logger = logging.getLogger(__name__)


@deconstructible
class S3Storage(Storage):
    """Names are keys; a file that is written again replaces the earlier one."""

    def __init__(  # noqa: PLR0913 - what a bucket is reached by
        self, *, bucket: str, endpoint: str | None, region: str, path_style: bool, access_key: str, secret_key: str
    ) -> None:
        self._bucket = bucket
        self._place = {"endpoint_url": endpoint, "region_name": region}
        self._keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key}
        self._style = "path" if path_style else "virtual"
        self._making, self._slots, self._away_until = Lock(), BoundedSemaphore(AT_ONCE), 0.0

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]  # noqa: ARG002 - Django's signature
        with self._asked(name) as client:
            return ContentFile(client.get_object(Bucket=self._bucket, Key=name)["Body"].read(), name)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # generic only in its stubs
        kind = guess_type(name)[0] or "application/octet-stream"
        with self._asked(name) as client:
            client.put_object(
                Bucket=self._bucket, Key=name, Body=content.read(), ContentType=kind, CacheControl=UNCHANGING
            )
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        return name

    def delete(self, name: str) -> None:
        with self._asked(name) as client:
            client.delete_object(Bucket=self._bucket, Key=name)

    def exists(self, name: str) -> bool:
        try:
            self.get_modified_time(name)
        except FileNotFoundError:
            return False
        return True

    def get_modified_time(self, name: str) -> datetime:
        with self._asked(name) as client:
            found: datetime = client.head_object(Bucket=self._bucket, Key=name)["LastModified"]
            return found

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        prefix = f"{path.rstrip('/')}/"
        folders, files = list[str](), list[str]()
        with self._asked(path) as client:
            pages = client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix, Delimiter="/"):
                folders += (found["Prefix"][len(prefix) :].rstrip("/") for found in page.get("CommonPrefixes", ()))
                files += (found["Key"][len(prefix) :] for found in page.get("Contents", ()))
        return folders, [name for name in files if name]

    @contextmanager
    def _asked(self, name: str) -> Iterator[Any]:
        """The client. FileNotFoundError where there is no such file, FilesAway where it cannot be told."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - loaded by who keeps files alone

        if monotonic() < self._away_until or not self._slots.acquire(timeout=CONNECT_SECONDS):
            raise FilesAway
        try:
            yield self._client
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING and name:
                raise FileNotFoundError(name) from None
            self._refused(error)
        except (BotoCoreError, OSError) as error:
            self._refused(error)
        finally:
            self._slots.release()

    def _refused(self, error: Exception) -> None:
        self._away_until = monotonic() + PAUSE_SECONDS
        logger.warning("the storage of files does not answer", extra={"reason": f"{type(error).__name__}: {error}"})
        raise FilesAway from error

    @property
    def _client(self) -> Any:
        with self._making:
            return self._made

    @cached_property
    def _made(self) -> Any:
        import botocore.session  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            max_pool_connections=AT_ONCE,
            signature_version="s3v4",
            s3={"addressing_style": self._style},
            # What not every server understands.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        make: Callable[..., Any] = botocore.session.Session().create_client
        return make("s3", config=config, **self._place, **self._keys)
