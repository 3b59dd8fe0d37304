"""The page of all metrics, read from the code that makes them: `python observability/metrics_page.py` prints it."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = {"app": ROOT / "app/productwatch", "operator": ROOT / "operator/productwatch_operator"}
KINDS = {"Counter": "_total", "Gauge": "", "Histogram": "", "Info": "_info", "GaugeMetricFamily": ""}
"""What makes a metric, and what Prometheus' client adds to its name."""

HEAD = """\
# Metrics

Made from the code by `make docs`. Every process serves its own on port 9000 at `/metrics`.

| metric | kind | labels | what it tells |
|---|---|---|---|
"""


@dataclass(frozen=True, order=True, slots=True)
class Metric:
    name: str
    kind: str
    labels: tuple[str, ...]
    meaning: str


def metrics() -> list[Metric]:
    """Every metric of app and operator, once, by name."""
    return sorted({metric for folder in SOURCES.values() for file in folder.rglob("*.py") for metric in _of(file)})


def page() -> str:
    return HEAD + "".join(
        f"| `{metric.name}` | {metric.kind} | {', '.join(metric.labels)} | {metric.meaning} |\n" for metric in metrics()
    )


def _of(file: Path) -> Iterator[Metric]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
            texts = list(_texts(node.args))
            if len(texts) >= 2:
                kind = node.func.id
                shown = "gauge" if kind == "GaugeMetricFamily" else kind.lower()
                yield Metric(texts[0] + KINDS[kind], shown, tuple(_labels(node)), texts[1])


def _labels(call: ast.Call) -> Iterator[str]:
    for part in (*call.args, *(word.value for word in call.keywords if word.arg == "labels")):
        if isinstance(part, ast.List):
            yield from _texts(part.elts)


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


if __name__ == "__main__":
    sys.stdout.write(page())
