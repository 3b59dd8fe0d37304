"""What may be amiss with files."""

from productwatch.platform.problems import Conflict, Unavailable


class FilesAway(Unavailable):
    """The storage does not answer, or refuses us; the log tells why."""

    def __init__(self) -> None:
        super().__init__("The storage of files is away; try again in a moment.", retry_after=5)


class NoFiles(Conflict):
    """Nothing says where files are to be kept."""

    kind = "no-file-storage"

    def __init__(self) -> None:
        super().__init__(
            "This installation has no place for files: its operator names one by the value media.s3.bucket of the"
            " chart, or by MEDIA_DIR."
        )
