"""The boards show what the code measures, and their JSON is what their source says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
from productwatch_boards.__main__ import BOARDS, rendered

from observability import metrics_page

GRAFANA = Path(__file__).parents[2] / "observability/grafana"
MEASURED = {metric.name for metric in metrics_page.metrics()}


def panels(name: str) -> list[dict[str, Any]]:
    board: dict[str, Any] = json.loads(rendered(name))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def expressions(name: str) -> Iterator[str]:
    for panel in panels(name):
        for target in panel["targets"]:
            yield target["expr"].replace("$__rate_interval", "5m").replace("$namespace", "pw")


@pytest.mark.parametrize("name", BOARDS)
def test_are_up_to_date(name: str) -> None:
    committed = (GRAFANA / f"dashboards/{name}.json").read_text()
    assert committed == rendered(name), "run `make docs`"


@pytest.mark.parametrize("name", BOARDS)
def test_have_a_title_a_description_and_a_unit_on_each_panel(name: str) -> None:
    for panel in panels(name):
        assert panel["title"]
        assert panel["description"]
        assert panel["fieldConfig"]["defaults"]["unit"]


@pytest.mark.parametrize("name", BOARDS)
def test_name_each_query_of_a_panel_differently(name: str) -> None:
    for panel in panels(name):
        names = [target["refId"] for target in panel["targets"]]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("name", BOARDS)
def test_ask_only_for_what_is_measured(name: str) -> None:
    for expression in expressions(name):
        for metric in selected(promql_parser.parse(expression)):
            assert metric in MEASURED or metric.removesuffix("_bucket").removesuffix("_count") in MEASURED, metric


def selected(expression: Any) -> Iterator[str]:
    """The metrics that an expression selects, wherever in it."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield str(expression.name)
    elif isinstance(expression, promql_parser.MatrixSelector):
        yield str(expression.vector_selector.name)
    else:
        for part in ("expr", "lhs", "rhs", "args"):
            value = getattr(expression, part, None)
            for each in value if isinstance(value, list) else [value] if value is not None else []:
                yield from selected(each)
