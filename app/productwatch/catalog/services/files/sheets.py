"""Products as rows of a file, in the two formats that an import reads: each means the same when it is read."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any

import orjson

from productwatch.catalog.services.files.cells import cell_of
from productwatch.catalog.services.files.parts import Form
from productwatch.catalog.services.files.rows import COLUMNS, STEP, TAG
from productwatch.platform.money import Money

Row = Mapping[str, Any]
"""As selectors.products_to_export gives it."""


def header(form: Form) -> bytes:
    """What comes before all rows."""
    return _lines([COLUMNS]) if form == "csv" else b""


def lines(rows: Iterable[Row], form: Form) -> bytes:
    members = map(_members, rows)
    if form == "jsonl":
        return b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in members)
    return _lines(map(_cells, members))


def _members(row: Row) -> dict[str, Any]:
    trail, image = row["category__trail"], row["image_url"]
    return {
        **{name: row[name] for name in ("slug", "name", "description")},
        "category": [step["name"] for step in trail] if trail else None,
        "type": row["type__slug"],
        "attributes": row["attributes"],
        "price": Money(row["amount"], row["currency"]).as_json(),
        **{name: row[name] for name in ("stock", "sku", "brand", "tags")},
        "image": {"url": image, "alt": row["image_alt"]} if image else None,
        "status": row["stage"],
        **{name: _moment(row[name]) for name in ("publish_from", "publish_until")},
    }


def _cells(members: dict[str, Any]) -> list[str]:
    price, image = members["price"], members["image"] or {"url": "", "alt": ""}
    told = {
        **members,
        "category": f" {STEP} ".join(cell_of(name, STEP) for name in members["category"] or ()),
        "attributes": cell_of(orjson.dumps(members["attributes"]).decode()) if members["attributes"] else "",
        "price": price["amount"],
        "currency": price["currency"],
        "stock": str(members["stock"]),
        "tags": TAG.join(cell_of(tag, TAG) for tag in members["tags"]),
        "image": cell_of(image["url"]),
        "image_alt": cell_of(image["alt"]),
    }
    for name in ("name", "description", "sku", "brand"):
        told[name] = cell_of(members[name] or "")
    return [told[column] or "" for column in COLUMNS]


def _lines(cells: Iterable[Iterable[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(cells)
    return text.getvalue().encode()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
