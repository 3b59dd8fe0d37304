"""The mail of a daily report, from the figures that the report keeps."""

from datetime import date
from typing import Any

from productwatch.notifications.services import Context, Mail, mail_kind, rendered
from productwatch.reports import selectors

SHOWN = 10
"""How many products, and how many changes, a mail shows."""


@mail_kind("daily_report")
def daily_report(context: Context) -> Mail:
    """Of the `day` (ISO 8601) whose report is made."""
    figures = selectors.figures_kept(date.fromisoformat(context["day"]))
    if figures is None:
        raise LookupError(f"there is no report of {context['day']}")
    return rendered("reports/daily", subject_of(figures), shown(figures))


def subject_of(figures: selectors.Figures) -> str:
    return f"Product Watch on {figures['day']}: {figures['visits']} visits by {figures['visitors']} visitors"


def shown(figures: selectors.Figures) -> dict[str, Any]:
    """The part of the figures that people read, with the number of those left out."""
    products, changes = figures["products"], figures["changes"]
    return {
        **figures,
        "products": products[:SHOWN],
        "more_products": len(products[SHOWN:]),
        "changes": [{"name": change["name"], "what": _what(change)} for change in changes[:SHOWN]],
        "more_changes": max(0, figures.get("changes_in_all", len(changes)) - SHOWN),
    }


def as_text(figures: selectors.Figures) -> str:
    """The report as it is read in a terminal."""
    return rendered("reports/daily", subject_of(figures), shown(figures)).text


def _what(change: dict[str, Any]) -> str:
    """In a few words: «price 10.00 USD → 9.00 USD, stock»."""
    if change["kind"] != "changed":
        return str(change["kind"])
    return ", ".join(_price(change["price"]) if field == "price" else field for field in change["fields"])


def _price(prices: list[dict[str, str]]) -> str:
    old, new = (f"{price['amount']} {price['currency']}" for price in prices)
    return f"price {old} → {new}"
