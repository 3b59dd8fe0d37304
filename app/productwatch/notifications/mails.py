"""What mails say: one small function a kind makes a mail of a message's context. Other domains register theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str
    html: str


class Outdated(Exception):  # noqa: N818 - it tells a state, nothing is wrong
    """What the mail would tell of is no more: it is not sent."""


Maker = Callable[[Context], Mail]
_makers: dict[str, Maker] = {}


def mail_kind(name: str) -> Callable[[Maker], Maker]:
    """Registers the function as the maker of mails of that kind."""

    def registered(maker: Maker) -> Maker:
        _makers[name] = maker
        return maker

    return registered


def is_kind(name: str) -> bool:
    return name in _makers


def mail_of(kind: str, context: Context) -> Mail:
    return _makers[kind](context)


def rendered(template: str, subject: str, context: Context) -> Mail:
    """A mail from `<template>.txt` and `<template>.html`; the subject becomes one line, whatever is in it."""
    everything = {"public_url": settings.PUBLIC_URL, "subject": subject, **context}
    text, html = (render_to_string(f"{template}.{kind}", everything) for kind in ("txt", "html"))
    return Mail(" ".join(subject.split()), text.strip() + "\n", html)


@mail_kind("price_change")
def price_change(context: Context) -> Mail:
    """Of `slug`, `name`, the `old` and the `new` price, each with `amount` and `currency`, and `why` one gets it."""
    old, new = _shown(context["old"]), _shown(context["new"])
    link = f"{settings.PUBLIC_URL}/api/v1/products/{context['slug']}"
    shown = {**context, "old": old, "new": new, "link": link}
    return rendered("notifications/price_change", f"{context['name']}: now {new}, was {old}", shown)


@mail_kind("import")
def of_import(context: Context) -> Mail:
    """Of its counts, of `repriced` prices, of the largest `moves` among them, and of its `job`, where it was one."""
    repriced = context["repriced"]
    path = f"product-imports/{context['job']}" if context["job"] else "products?sort=-updated_at"
    moves = [
        {"name": move["name"], **{when: _shown(move[when]) for when in ("old", "new")}} for move in context["moves"]
    ]
    more = {"moves": moves, "more": repriced - len(moves), "link": f"{settings.PUBLIC_URL}/api/v1/{path}"}
    subject = f"An import changed {repriced} price{'' if repriced == 1 else 's'}"
    return rendered("notifications/import", subject, {**context, **more})


def _shown(price: Mapping[str, str]) -> str:
    return f"{price['amount']} {price['currency']}"
