"""Taking files away: of images that were removed long ago, and uploads that no row knows."""

from datetime import timedelta

from django.core.files.storage import default_storage

from productwatch.catalog.models import ProductImage
from productwatch.catalog.services.images.processing import folder_of
from productwatch.catalog.services.images.uploading import UPLOADS
from productwatch.platform import clock

KEPT = timedelta(days=30)
"""For so long the removal of an image can be undone."""

UNCLAIMED = timedelta(hours=1)
"""Until then a file without a row may be that of a request under way."""

AT_ONCE = 500

State = ProductImage.State


def forget_removed() -> int:
    """Deletes the files of images that no product has shown for long, then what is known of them; returns how many.

    They are marked first, so that none is brought back whose files are on their way out.
    """
    removed = ProductImage.objects.filter(removed_at__lt=clock.now() - KEPT)
    removed.exclude(state=State.GONE).update(state=State.GONE)
    gone = removed.filter(state=State.GONE).order_by("removed_at")[:AT_ONCE]
    for image in gone:
        for name in _names(folder_of(image)):
            default_storage.delete(name)
        image.delete()
    return len(gone)


def forget_stray_uploads() -> int:
    """Deletes the uploads of requests that came to nothing, and of images that are made; returns how many."""
    uploads = _names(UPLOADS)
    known = set(ProductImage.objects.filter(upload__in=uploads).values_list("upload", flat=True))
    strays = [name for name in uploads if name not in known and _is_old(name)][:AT_ONCE]
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _names(folder: str) -> list[str]:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(names)]


def _is_old(name: str) -> bool:
    return default_storage.get_modified_time(name) < clock.now() - UNCLAIMED
