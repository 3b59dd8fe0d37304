"""The page of metrics is what the code has."""

from pathlib import Path

from observability import metrics_page

PAGE = Path(metrics_page.__file__).parent / "metrics.md"


def test_is_up_to_date() -> None:
    assert PAGE.read_text() == metrics_page.page(), "run `make docs`"


def test_describes_each_metric_once() -> None:
    names = [metric.name for metric in metrics_page.metrics()]
    assert len(names) == len(set(names))
    assert all(metric.meaning for metric in metrics_page.metrics())
