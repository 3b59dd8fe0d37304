"""What was visited, as charts: over time with the period before, by what is known of a visit, and now."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from productwatch.config.admin.charts import Chart, bars, chart
from productwatch.platform.cursors import Cursors
from productwatch.platform.problems import Problem
from productwatch.platform.redis import RedisAway
from productwatch.visits import periods, poison, selectors
from productwatch.visits.periods import Interval, Period

Part = dict[str, Any]

SHOWN = 15
"""Rows of a ranking."""

_INTERVALS = [("", "Fitting"), ("hour", "Hours"), ("day", "Days"), ("week", "Weeks"), ("month", "Months")]
_ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
_RANGES = {"Today": 1, "7 days": 7, "30 days": 30, "90 days": 90, "Year": 365}

VIEWS: dict[str, str] = {
    "product": "Products",
    "category": "Categories",
    "referrer": "Referrers",
    "campaign": "Campaigns",
    "device": "Devices",
    "browser": "Browsers",
    "country": "Countries",
    "movers": "Movers",
    "bots": "Bots",
    "sessions": "Sessions",
    "aside": "Set aside",
}
_NOTHING = {"category": "No category", "referrer": "Direct, or not told", "campaign": "No campaign"}


class Choice(forms.Form):
    """What the address asks for; whatever is wrong with it is told beside the charts of what is usual."""

    since = forms.DateField(label="From", required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}))
    tz = forms.CharField(
        label="Time zone", required=False, max_length=64, widget=UnfoldAdminTextInputWidget(attrs={"list": "zones"})
    )
    interval = forms.ChoiceField(label="By", choices=_INTERVALS, required=False, widget=UnfoldAdminSelectWidget())
    by = forms.ChoiceField(choices=list(VIEWS.items()), required=False, widget=forms.HiddenInput())

    def period(self) -> Period:
        """Invalid where there is none such."""
        asked = self.cleaned_data if self.is_valid() else {}
        zone = asked.get("tz") or settings.REPORT_TIMEZONE
        usual = periods.asked_for(asked.get("since"), asked.get("until"), zone, "month")
        interval = cast("Interval", asked.get("interval") or _fitting(usual.length))
        return periods.asked_for(usual.first, usual.last, zone, interval)

    def view(self) -> str:
        return str((self.cleaned_data if self.is_valid() else {}).get("by") or "product")


class Shown(NamedTuple):
    """Rows under each other, with bars as long as their visits."""

    columns: tuple[str, ...]
    rows: list[Part]
    note: str = ""


def shown(request: HttpRequest) -> Part:
    choice, refusal = Choice(request.GET), ""
    try:
        period = choice.period()
    except Problem as problem:
        refusal, period = problem.detail, Choice({}).period()
    now, before = selectors.analytics(period), selectors.analytics(period.before())
    return {
        "form": _filled(choice, period),
        "refusal": refusal or " ".join(f"{name}: {' '.join(map(str, why))}" for name, why in choice.errors.items()),
        "zones": _ZONES,
        "period": period,
        "figures": [_figure(name, now[name], before[name]) for name in ("visits", "visitors")],
        "chart": _chart(period, now["series"], before["series"]),
        "ranges": _ranges(period, choice.view()),
        "views": _views(period, choice.view()),
        "title_of_view": VIEWS[choice.view()],
        "found": _found(choice.view(), period),
    }


def _fitting(days: int) -> Interval:
    return "hour" if days <= 2 else "day" if days <= 92 else "week" if days <= 366 else "month"


def _filled(choice: Choice, period: Period) -> Choice:
    """With what is shown, where the address has left it out."""
    told = {"since": period.first.isoformat(), "until": period.last.isoformat(), "tz": period.zone.key}
    return Choice(told | {"interval": choice.data.get("interval", ""), "by": choice.view()})


def _figure(name: str, now: int, before: int) -> Part:
    percent = round(100 * (now - before) / before) if before else None
    return {"name": name, "now": now, "before": before, "percent": percent, "more": now >= before}


def _chart(period: Period, now: list[Part], before: list[Part]) -> Chart:
    return chart(
        [each["start"] for each in now],
        [each["visits"] for each in now],
        [each["visits"] for each in before[: len(now)]],
        by_hour=period.interval == "hour",
    )


def _ranges(period: Period, by: str) -> list[Part]:
    today = periods.asked_for(None, None, period.zone.key).last
    return [
        {
            "title": title,
            "link": _link(replace(period, first=first, last=today), by),
            "now": (period.first, period.last) == (first, today),
        }
        for title, days in _RANGES.items()
        for first in [today - timedelta(days=days - 1)]
    ]


def _views(period: Period, now: str) -> list[Part]:
    return [{"title": title, "link": _link(period, by), "now": by == now} for by, title in VIEWS.items()]


def _link(period: Period, by: str) -> str:
    return f"?since={period.first}&until={period.last}&tz={period.zone.key}&by={by}"


def _found(view: str, period: Period) -> Shown:
    if view == "movers":
        return _movers(period)
    if view == "bots":
        rows = [{"name": row["reason"], "visits": row["visits"]} for row in selectors.bots(period)]
        return Shown(("visits",), bars(rows, "visits"), "Taken for bots, kept apart, and counted nowhere else.")
    if view == "aside":
        return _aside()
    if view == "sessions":
        days = [{"name": row["day"], "visits": row["sessions"]} for row in selectors.sessions(period)["days"]]
        return Shown(("visits",), bars(days[:-SHOWN:-1], "visits"), "By UTC day, once it is over.")
    return _ranking(cast("selectors.Dimension", view), period)


def _aside() -> Shown:
    """Entries that were no visits, which the flusher keeps for somebody to look at."""
    try:
        reasons = Counter(each.reason for each in poison.all_of_it())
    except RedisAway:
        return Shown((), [], "Redis does not answer.")
    rows = [{"name": reason, "visits": count} for reason, count in reasons.most_common()]
    note = "The last thousand that could not be counted; manage.py poisoned_visits shows them, and tries again."
    return Shown(("visits",), bars(rows, "visits"), note)


def _movers(period: Period) -> Shown:
    found = selectors.movers(period, SHOWN // 2)
    rows = [row | {"visits": row["change"], "up": way == "up"} for way in ("up", "down") for row in found[way]]
    note = "Visits gained and lost on as many days directly before."
    return Shown(("visits",), bars(rows, "visits"), note)


def _ranking(dimension: selectors.Dimension, period: Period) -> Shown:
    page = selectors.breakdown(period, dimension, Cursors("admin"), None, SHOWN)
    rows = [row | {"name": _name(dimension, row)} for row in page["items"]]
    return Shown(("visits", "visitors"), bars(rows, "visits"))


def _name(dimension: str, row: Part) -> str:
    if dimension == "campaign":
        parts = [row[name] for name in ("campaign", "source", "medium") if row[name]]
        return " · ".join(parts) or _NOTHING[dimension]
    return str(row.get("name", row.get("value")) or _NOTHING.get(dimension, "Unknown"))
