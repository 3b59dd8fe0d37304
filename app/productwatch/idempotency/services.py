"""Keeping answers in Postgres, and forgetting them."""

from datetime import timedelta

from django.db import connection

from productwatch.idempotency import selectors
from productwatch.idempotency.models import Answer
from productwatch.platform import clock
from productwatch.platform.idempotency import Kept

KEPT = timedelta(hours=24)
"""As the documentation of the API promises."""

_COLUMNS = ("fingerprint", "status", "headers", "body", "expires_at")


class PostgresStore:
    """A claim is an advisory lock, which ends with the transaction however that ends, and which nobody waits for."""

    def claimed(self, name: bytes) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(name[:8], "big", signed=True)])
            return bool(cursor.fetchone()[0])

    def found(self, name: bytes) -> Kept | None:
        """Asked after the claim, in a statement of its own, it sees what the claim's last holder has committed."""
        return selectors.unexpired(name)

    def keep(self, name: bytes, kept: Kept) -> None:
        row = Answer(
            name=name,
            fingerprint=kept.fingerprint,
            status=kept.status,
            headers=kept.headers,
            body=kept.body,
            expires_at=clock.now() + KEPT,
        )
        Answer.objects.bulk_create([row], update_conflicts=True, unique_fields=["name"], update_fields=_COLUMNS)


def forget_expired() -> int:
    """Deletes the answers of more than a day ago and returns how many those were."""
    deleted, _ = Answer.objects.filter(expires_at__lte=clock.now()).delete()
    return deleted
