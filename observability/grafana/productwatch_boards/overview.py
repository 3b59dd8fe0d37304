"""The first board: whether the service is well, and if not, where to look."""

from grafana_foundation_sdk.builders.dashboard import Dashboard, DatasourceVariable, QueryVariable, Row
from grafana_foundation_sdk.models.dashboard import VariableRefresh

from productwatch_boards.panels import DATASOURCE, OURS, figure, graph

REQUESTS = "http_server_request_duration_seconds"
RATE = "$__rate_interval"


def board() -> object:
    dashboard = Dashboard("Product Watch / Overview").uid("productwatch-overview").tags(["productwatch"])
    dashboard = dashboard.description("Requests, visits, mails and keys of one installation.").readonly()
    dashboard = dashboard.time("now-6h", "now").refresh("1m").timezone("browser")
    for variable in (_datasource(), _namespace()):
        dashboard = dashboard.with_variable(variable)
    for add in (_service, _requests, _visits, _work):
        dashboard = add(dashboard)
    return dashboard.build()


def _datasource() -> DatasourceVariable:
    return DatasourceVariable("datasource").label("Data source").type("prometheus")


def _namespace() -> QueryVariable:
    variable = QueryVariable("namespace").label("Namespace").datasource(DATASOURCE)
    query = "label_values(productwatch_build_info, namespace)"
    return variable.query(query).refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)


def _service(dashboard: Dashboard) -> Dashboard:
    good = f'sum(rate({REQUESTS}_count{{{OURS}, status_code!~"5.."}}[{RATE}]))'
    every = f"sum(rate({REQUESTS}_count{{{OURS}}}[{RATE}]))"
    fast = f'sum(rate({REQUESTS}_bucket{{{OURS}, le="0.3"}}[{RATE}]))'
    return (
        dashboard.with_row(Row("Service"))
        .with_panel(figure("Availability", "Requests that did not end in a 5xx.", "percentunit", f"{good} / {every}"))
        .with_panel(figure("Faster than 300 ms", "The latency objective's share.", "percentunit", f"{fast} / {every}"))
        .with_panel(figure("Requests", "Requests a second, over all pods.", "reqps", every))
        .with_panel(
            figure("Beat", "Age of Beat's last tick; above a minute nothing is scheduled.", "s",
                   f"time() - max(productwatch_beat_last_tick_timestamp_seconds{{{OURS}}})")
        )
        .with_panel(
            figure("Events waiting", "Changes of which nobody has been told yet.", "short",
                   f"max(productwatch_events_pending{{{OURS}}})")
        )
        .with_panel(
            figure("Pods without the keys", "Pods that have not reported the signing keys.", "short",
                   f"max(productwatch_signing_keys_unreported_pods{{{OURS}}})")
        )
    )  # fmt: skip


def _requests(dashboard: Dashboard) -> Dashboard:
    p95 = f"histogram_quantile(0.95, sum by (le, http_route) (rate({REQUESTS}_bucket{{{OURS}}}[{RATE}])))"
    return (
        dashboard.with_row(Row("Requests"))
        .with_panel(
            graph("Rate by status", "Requests a second by status.", "reqps",
                  status=f"sum by (status_code) (rate({REQUESTS}_count{{{OURS}}}[{RATE}]))")
        )
        .with_panel(graph("95th percentile by route", "How long the slower requests take.", "s", route=p95))
        .with_panel(
            graph("In progress", "Requests that are being answered.", "short",
                  pods=f"sum by (pod) (http_server_active_requests{{{OURS}}})")
        )
    )  # fmt: skip


def _visits(dashboard: Dashboard) -> Dashboard:
    return (
        dashboard.with_row(Row("Visits"))
        .with_panel(
            graph("Recorded and flushed", "Visits a second into the stream and into Postgres.", "cps",
                  recorded=f"sum(rate(productwatch_visits_recorded_total{{{OURS}}}[{RATE}]))",
                  flushed=f"sum(rate(productwatch_visits_flushed_total{{{OURS}}}[{RATE}]))")
        )
        .with_panel(
            graph("Backlog", "Visits that wait in the stream.", "short",
                  backlog=f"max(productwatch_visits_backlog{{{OURS}}})")
        )
        .with_panel(
            graph("Dropped by reason", "Visits that were not counted, and why.", "cps",
                  reason=f"sum by (reason) (rate(productwatch_visits_dropped_total{{{OURS}}}[{RATE}]))")
        )
        .with_panel(
            graph("Live streams", "Streams that are open, and how many there may be.", "short",
                  open=f"sum(productwatch_streams_open{{{OURS}}})",
                  room=f"sum(productwatch_streams_room{{{OURS}}})")
        )
        .with_panel(
            graph("Streams that ended", "Why: after 15 minutes, gone, without the right any more.", "cps",
                  reason=f"sum by (reason) (rate(productwatch_streams_ended_total{{{OURS}}}[{RATE}]))")
        )
    )  # fmt: skip


def _work(dashboard: Dashboard) -> Dashboard:
    tasks = "productwatch_task_seconds"
    return (
        dashboard.with_row(Row("Work"))
        .with_panel(
            graph("Tasks by outcome", "Tasks a second.", "ops",
                  outcome=f"sum by (outcome) (rate({tasks}_count{{{OURS}}}[{RATE}]))")
        )
        .with_panel(
            graph("Deliveries by state", "All deliveries there are, by their state.", "short",
                  state=f"max by (kind, state) (productwatch_deliveries{{{OURS}}})")
        )
        .with_panel(
            graph("Redis failures", "Calls that Redis did not answer, and wakes that were lost by it.", "cps",
                  failures=f"sum(rate(productwatch_redis_failures_total{{{OURS}}}[{RATE}]))",
                  wakes=f"sum(rate(productwatch_task_wakes_lost_total{{{OURS}}}[{RATE}]))")
        )
    )  # fmt: skip
