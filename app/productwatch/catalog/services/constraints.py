"""Which constraint of the database refused a row."""

from django.db import IntegrityError


def violated(error: IntegrityError) -> str | None:
    """The constraint's name, as Postgres tells it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)
