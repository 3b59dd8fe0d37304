"""Who users are elsewhere."""

from typing import Any
from uuid import UUID

from productwatch.accounts.models import Identity


def identities(user_id: UUID) -> dict[str, Any]:
    """All of the user's, of which there is one at each issuer at most, the oldest first."""
    rows = Identity.objects.filter(user=user_id).order_by("linked_at", "id")
    return {"items": list(rows.values("id", "issuer", "linked_at", "used_at"))}
