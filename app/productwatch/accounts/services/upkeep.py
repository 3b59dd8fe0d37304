"""Forgetting: what a session leaves behind goes once it can matter to nobody."""

from datetime import timedelta

from productwatch.accounts.models import RefreshFamily, RefreshToken
from productwatch.platform import clock

KEPT_AFTER_EXPIRY = timedelta(hours=1)
"""Longer than the leeway of any token, so that no row goes that a token may still ask for."""


def forget_expired() -> int:
    """Removes the rows of expired tokens, then the families that have none left; returns how many tokens went."""
    tokens, _ = RefreshToken.objects.filter(expires_at__lt=clock.now() - KEPT_AFTER_EXPIRY).delete()
    RefreshFamily.objects.filter(tokens=None).delete()
    return tokens
