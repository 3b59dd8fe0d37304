"""Which parts of what is kept are about persons: whoever adds a domain adds its line here."""

from productwatch.accounts import personal_data as accounts
from productwatch.audit import personal_data as audit
from productwatch.catalog import personal_data as catalog
from productwatch.idempotency import personal_data as idempotency
from productwatch.notifications import personal_data as notifications
from productwatch.platform.personal_data import join
from productwatch.privacy import personal_data as privacy
from productwatch.visits import personal_data as visits


def join_all() -> None:
    join(
        *accounts.PARTS,
        *notifications.PARTS,
        *catalog.PARTS,
        *visits.PARTS,
        *audit.PARTS,
        *idempotency.PARTS,
        *privacy.PARTS,
    )


_SOLD = "what is sold, and how it is found"
_FILE = "a product file on its way in or out; who sent it stands in its job"
_CLOCK = "when tasks run"
_NOT_USED = "Django's own, not used"

OF_NOBODY = {
    "accounts.FinishedFlow": "hashes of the names of sign-ins, which tell nobody whose they were",
    "admin.LogEntry": "Django's own: our admin writes to the audit log, and nothing here",
    "auth.Group": _NOT_USED,
    "auth.Permission": _NOT_USED,
    "contenttypes.ContentType": _NOT_USED,
    "catalog.Category": _SOLD,
    "catalog.CategoryReference": _SOLD,
    "catalog.FormerCategorySlug": _SOLD,
    "catalog.FormerProductSlug": _SOLD,
    "catalog.Product": _SOLD,
    "catalog.ProductImage": _SOLD,
    "catalog.ProductType": _SOLD,
    "catalog.SearchDocument": _SOLD,
    "catalog.SearchTerm": _SOLD,
    "catalog.ExportPart": _FILE,
    "catalog.ImportFault": _FILE,
    "catalog.ImportName": _FILE,
    "catalog.ImportPart": _FILE,
    "django_celery_beat.ClockedSchedule": _CLOCK,
    "django_celery_beat.CrontabSchedule": _CLOCK,
    "django_celery_beat.IntervalSchedule": _CLOCK,
    "django_celery_beat.PeriodicTask": _CLOCK,
    "django_celery_beat.PeriodicTasks": _CLOCK,
    "django_celery_beat.SolarSchedule": _CLOCK,
    "events.Event": "it tells of users by their ids alone, and goes thirty days after it was handled",
    "privacy.Erasure": "what is still to be erased: it forgets the address itself",
    "reports.Report": "sums of a day",
    "visits.Day": "sums of a day",
    "visits.Minute": "sums of a minute",
    "visits.Month": "sums of a month",
    "visits.Quarter": "sums of a quarter of an hour",
    "visits.RolledDay": "which days are added up",
    "visits.Subject": "what visits are counted by: products, and coarse traits of readers",
    "visits.VisitExportPart": "counts; who asked for them stands in their job",
    "visits.Visit": "a visitor is a hash under a salt that goes with its day: nobody can tell whose it was",
}
"""Models of which no part speaks, and why."""
