"""Reading what was answered."""

from productwatch.idempotency.models import Answer
from productwatch.platform import clock
from productwatch.platform.idempotency import Kept


def unexpired(name: bytes) -> Kept | None:
    row = Answer.objects.filter(name=name, expires_at__gt=clock.now()).first()
    if row is None:
        return None
    body = None if row.body is None else bytes(row.body)
    return Kept(bytes(row.fingerprint), row.status, row.headers, body)
