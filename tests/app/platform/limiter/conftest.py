"""Two policies with small numbers: keys outlive any test, whatever time it plays."""

import pytest
from pytest_django.fixtures import Settings

from productwatch.platform.limiter.policies import Policy
from productwatch.platform.limiter.quota import Quota


@pytest.fixture
def small(settings: Settings) -> Policy:
    """Three at once, one each twenty seconds."""
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"small": Quota(3, 60)}
    return Policy("small")


@pytest.fixture
def daily(settings: Settings) -> Policy:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"daily": Quota(5, 86400)}
    return Policy("daily")
