"""Making the report of a day, once, and mailing it, once."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from productwatch.accounts.selectors import active_admins, somebody_was_here
from productwatch.notifications.services import queue_mail
from productwatch.platform import clock
from productwatch.reports import days, selectors
from productwatch.reports.models import Report

LEASE = timedelta(minutes=5)
"""How long whoever makes a report has for it, before another takes that over; longer than a task may run."""


class BeingMade(Exception):  # noqa: N818 - it tells a state, nothing is wrong
    """Somebody else makes this report just now."""


class NotOver(ValueError):  # noqa: N818 - it tells a state
    """The day has not ended yet."""


def tick() -> bool:
    """Makes and mails yesterday's report if its hour has come and that is not done; says whether it was it that did.

    Days before that are not caught up with: `make` and `mail` do one at a time, for who asks. Nor is a day reported
    that was over when this installation came to be.
    """
    day = days.due(clock.now(), settings.REPORT_AT, _zone())
    if day is None or selectors.is_mailed(day) or not somebody_was_here(before=days.bounds(day, _zone())[1]):
        return False
    try:
        make(day)
    except BeingMade:
        return False
    return mail(day) is not None


def make(day: date) -> selectors.Figures:
    """The figures of the day's report: those that it was made with, or those of now, which are kept from then on.

    NotOver where the day still runs, BeingMade where another process is at it.
    """
    if not days.is_over(day, clock.now(), _zone()):
        raise NotOver(day)
    attempt = _claim(day)
    if attempt is None:
        return _kept(day)
    figures = selectors.figures_of(day, _zone())
    ours = _daily(day).filter(attempts=attempt, made_at=None).update(figures=figures, made_at=clock.now())
    return figures if ours else _kept(day)


@transaction.atomic
def mail(day: date) -> int | None:
    """Queues the made report to every active admin and returns to how many; None where that was done before."""
    if not _daily(day).filter(made_at__isnull=False, mailed_at=None).update(mailed_at=clock.now()):
        return None
    return queue_mail("daily_report", f"report:{day.isoformat()}", active_admins(), {"day": day.isoformat()})


def _claim(day: date) -> int | None:
    """The number of our attempt to make the report; None where it is made or in the hands of another."""
    now = clock.now()
    Report.objects.bulk_create([Report(day=day, zone=_zone().key, leased_until=now)], ignore_conflicts=True)
    free = _daily(day).filter(made_at=None, leased_until__lte=now)
    if not free.update(leased_until=now + LEASE, attempts=F("attempts") + 1, zone=_zone().key):
        return None
    return _daily(day).values_list("attempts", flat=True).get()


def _kept(day: date) -> selectors.Figures:
    figures = selectors.figures_kept(day)
    if figures is None:
        raise BeingMade(day)
    return figures


def _daily(day: date) -> QuerySet[Report]:
    return Report.objects.filter(kind=Report.Kind.DAILY, day=day)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.REPORT_TIMEZONE)
