"""Whether one has a second factor."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from productwatch.accounts.models import User


def second_factor(user_id: UUID) -> dict[str, Any]:
    """Since when it is demanded, None where it is not, and how many recovery codes are left."""
    found = User.objects.filter(id=user_id).annotate(left=Count("recovery_codes"))
    row = found.values_list("second_factor__active_at", "left").first()
    since, left = row or (None, 0)
    return {"active_since": since, "recovery_codes": left}
