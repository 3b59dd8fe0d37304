"""What is left of jobs goes: at once what nobody reads any more, in time what they have told."""

from datetime import timedelta

from productwatch.catalog.models import ExportJob, ImportJob, ImportName, ImportPart
from productwatch.catalog.services.files import exports
from productwatch.platform import clock
from productwatch.platform.jobs.rows import OPEN

KEPT = timedelta(days=30)
"""How long an import tells of itself once it is over."""


def tidy() -> int:
    """Returns how many jobs went."""
    over = ImportJob.objects.exclude(state__in=OPEN)
    for model in (ImportName, ImportPart):
        model.objects.filter(job__in=over).delete()
    now = clock.now()
    imports, _ = over.filter(finished_at__lte=now - KEPT).delete()
    files, _ = ExportJob.objects.filter(finished_at__lte=now - exports.KEPT).delete()
    return imports + files
