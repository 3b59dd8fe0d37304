"""The two kinds of panel that our boards are made of, each with title, description and unit."""

from grafana_foundation_sdk.builders import prometheus, stat, timeseries
from grafana_foundation_sdk.models.dashboard import DataSourceRef

DATASOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
OURS = 'namespace="$namespace"'
HEIGHT = 7


def figure(title: str, description: str, unit: str, expression: str) -> stat.Panel:
    """One number, as it is now."""
    panel = stat.Panel().title(title).description(description).unit(unit).datasource(DATASOURCE)
    return panel.height(4).span(4).with_target(_query(expression, title))


def graph(title: str, description: str, unit: str, **expressions: str) -> timeseries.Panel:
    """Lines over time; each expression's name is its legend, unless it holds a label in braces."""
    panel = timeseries.Panel().title(title).description(description).unit(unit).datasource(DATASOURCE)
    panel = panel.height(HEIGHT).span(8).min(0).fill_opacity(8)
    for legend, expression in expressions.items():
        panel = panel.with_target(_query(expression, legend))
    return panel


def _query(expression: str, legend: str) -> prometheus.Dataquery:
    query = prometheus.Dataquery().datasource(DATASOURCE).expr(expression)
    return query.legend_format(legend if " by " not in expression else "__auto").ref_id(
        legend[:1].upper() + str(len(legend))
    )
