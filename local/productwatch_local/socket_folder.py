"""A private folder for sockets: beside the data where the path is short enough, else in a short place of its own."""

import shutil
import tempfile
from pathlib import Path

LONGEST = 85
"""Bytes of a folder's path: a socket's whole path has 103 on a Mac, 107 on Linux, and a name needs some of them."""


def made(folder: Path) -> Path:
    """`folder`/sockets, or the short place that it then links to; only its owner may enter. Empty at first."""
    removed(folder)
    place = folder / "sockets"
    if len(bytes(place)) <= LONGEST:
        place.mkdir(mode=0o700)
        return place
    short = Path(tempfile.mkdtemp(prefix="pw-"))
    place.symlink_to(short)
    return short


def found(folder: Path) -> Path:
    """What `made` made."""
    return (folder / "sockets").resolve()


def removed(folder: Path) -> None:
    """Takes away the folder, and the short place that it links to; fine where there is none."""
    place = folder / "sockets"
    if place.is_symlink():
        shutil.rmtree(place.readlink(), ignore_errors=True)
        place.unlink()
    else:
        shutil.rmtree(place, ignore_errors=True)
