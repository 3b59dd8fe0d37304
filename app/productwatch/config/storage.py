"""Where files are kept, from the environment: in a bucket, in a folder, or nowhere."""

from typing import Any

from productwatch.config import environment

_FOUND = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
_COLLECTED = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


def storages(*, collected: bool) -> dict[str, dict[str, Any]]:
    """Django's STORAGES; `collected` says that the pages' files lie together under names made of their content."""
    return {"default": _default(), "staticfiles": _COLLECTED if collected else _FOUND}


def media_url(public_url: str) -> str:
    """Where files are read, with a slash at its end: at MEDIA_URL, or through the API."""
    return environment.text("MEDIA_URL", f"{public_url}/media").rstrip("/") + "/"


def _default() -> dict[str, Any]:
    folder, bucket = environment.path("MEDIA_DIR"), environment.optional("S3_BUCKET")
    if bucket:
        return {"BACKEND": "productwatch.platform.files.s3.S3Storage", "OPTIONS": _bucket(bucket)}
    if folder:
        options = {"location": str(folder), "allow_overwrite": True}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    return {"BACKEND": "productwatch.platform.files.nowhere.Nowhere"}


def _bucket(name: str) -> dict[str, Any]:
    return {
        "bucket": name,
        "endpoint": environment.optional("S3_ENDPOINT"),
        "region": environment.text("S3_REGION", "us-east-1"),
        "path_style": environment.switch("S3_PATH_STYLE", default=True),
        "access_key": environment.text("S3_ACCESS_KEY"),
        "secret_key": environment.text("S3_SECRET_KEY"),
    }
