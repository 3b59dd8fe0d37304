"""What is to be done from time to time: partitions ahead of need, old salts out of the world."""

from datetime import timedelta

from productwatch.platform import clock
from productwatch.platform.redis import guarded
from productwatch.visits import salts
from productwatch.visits.services import partitions

DAYS_AHEAD = 3


def keep_up() -> int:
    """Makes the partitions of the coming days and destroys the salts of 48 hours ago; how many salts those were."""
    today = clock.today()
    partitions.ensure(today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1))
    with guarded():
        return salts.destroy_before(today)
