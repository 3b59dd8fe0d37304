"""What becomes of jobs that are over: files go in time, and an erasure looks once more at what came late."""

from django.db.models import Q

from productwatch.platform import clock
from productwatch.platform.jobs.rows import Job
from productwatch.platform.tasks import wake
from productwatch.privacy.lifetimes import ERASURE_KEPT, EXPORT_KEPT, SECOND_PASS
from productwatch.privacy.models import AccountExport, Erasure
from productwatch.privacy.services.erasing import WORK

State = Job.State


def tidy() -> int:
    """Returns how many rows went."""
    _begin_again()
    now = clock.now()
    files, _ = AccountExport.objects.filter(finished_at__lte=now - EXPORT_KEPT).delete()
    erasures, _ = Erasure.objects.filter(passes=2, finished_at__lte=now - ERASURE_KEPT).delete()
    return files + erasures


def _begin_again() -> None:
    """The second pass of what has ended a while ago, and all of what has failed: nobody's data may stay for a fault."""
    now = clock.now()
    late = Q(state=State.SUCCEEDED, passes=1, finished_at__lte=now - SECOND_PASS)
    again = Erasure.objects.filter(late | Q(state=State.FAILED))
    if again.update(state=State.QUEUED, done=0, failures=0, reason="", finished_at=None, leased_until=now):
        wake(WORK)
