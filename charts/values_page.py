"""Writes the tables of values into the chart's README.md, from values.yaml and its schema; --check only compares."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

CHART = Path(__file__).parent / "productwatch"
PAGE = CHART / "README.md"
SUBCHARTS = ["postgresql", "redis"]
BETWEEN = re.compile(r"(?<=<!-- values -->\n).*(?=<!-- end of values -->)", re.DOTALL)
HEADING = re.compile(r"^# -{4} (.+?) -+$")


class Row(NamedTuple):
    key: str
    default: Any
    meaning: str


def page(text: str) -> str:
    """The page with its tables as they have to be; all else of `text` stays."""
    tables = [_table(heading, rows) for heading, rows in _sections(CHART)]
    for name in SUBCHARTS:
        rows = [row._replace(key=f"{name}.{row.key}") for _, rows in _sections(CHART / "charts" / name) for row in rows]
        tables.append(_table(f"The bundled {name}", rows))
    return BETWEEN.sub(lambda _: "\n" + "\n".join(tables), text)


def rows_of(values: dict[str, Any], schema: dict[str, Any], prefix: str = "") -> Iterator[Row]:
    """A row for each value; one that has keys of its own in the schema is as many rows."""
    for name, value in values.items():
        about, key = schema[name], f"{prefix}{name}"
        if value and "properties" in about:
            yield from rows_of(value, about["properties"], f"{key}.")
        else:
            yield Row(key, value, about["description"])


def _sections(chart: Path) -> Iterator[tuple[str, list[Row]]]:
    text = (chart / "values.yaml").read_text()
    values, schema = yaml.safe_load(text), json.loads((chart / "values.schema.json").read_text())
    heading, names = "", list[str]()
    for line in [*text.splitlines(), "# ---- end ----"]:
        if found := HEADING.match(line):
            if names:
                yield heading, list(rows_of({name: values[name] for name in names}, schema["properties"]))
            heading, names = found[1], []
        elif top := re.match(r"^(\w+):", line):
            names.append(top[1])


def _table(heading: str, rows: list[Row]) -> str:
    lines = [f"| `{row.key}` | {_cell(row.meaning)} | `{_cell(_json(row.default))}` |" for row in rows]
    return "\n".join([f"### {heading}\n", "| value | meaning | default |", "|---|---|---|", *lines, ""])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    old = PAGE.read_text()
    new = page(old)
    if "--check" in sys.argv and new != old:
        raise SystemExit(f"{PAGE} is older than the values: run `make docs`")
    PAGE.write_text(new)


if __name__ == "__main__":
    main()
