"""The ingress answers under the host of publicUrl, within the limits of one block of values."""

from typing import Any

import pytest

from productwatch.platform.sse.connection import HEARTBEAT_EACH
from tests.chart.conftest import Render
from tests.chart.rendering import Manifest, kinds, the

PREFIX = "nginx.ingress.kubernetes.io"


def ingress(render: Render, **values: Any) -> Manifest:
    return the(render(**values), "Ingress", "pw")


def limits(render: Render, **values: Any) -> dict[str, str]:
    annotations = ingress(render, rateLimit=values)["metadata"]["annotations"]
    return {name.removeprefix(f"{PREFIX}/"): each for name, each in annotations.items() if "/limit-" in name}


def test_limits_each_address(render: Render) -> None:
    assert limits(render) == {"limit-rps": "50", "limit-connections": "50", "limit-burst-multiplier": "5"}


def test_limits_as_the_block_says(render: Render) -> None:
    allowlist = ["10.0.0.0/8", "fd00::/8"]
    given = {"rps": 7, "rpm": 60, "connections": 3, "burstMultiplier": 2, "allowlist": allowlist}
    assert limits(render, **given) == {
        "limit-rps": "7",
        "limit-rpm": "60",
        "limit-connections": "3",
        "limit-burst-multiplier": "2",
        "limit-allowlist": "10.0.0.0/8,fd00::/8",
    }


@pytest.mark.parametrize(("key", "annotation"), [("rps", "limit-rps"), ("connections", "limit-connections")])
def test_does_not_limit_what_is_null(render: Render, key: str, annotation: str) -> None:
    assert annotation not in limits(render, **{key: None})


def test_does_not_limit_where_that_is_off(render: Render) -> None:
    assert limits(render, enabled=False) == {}


def test_takes_in_a_whole_body_before_a_pod_sees_any(render: Render) -> None:
    assert ingress(render)["metadata"]["annotations"][f"{PREFIX}/proxy-request-buffering"] == "on"


def test_has_further_annotations_which_win(render: Render) -> None:
    given = {"a": "b", f"{PREFIX}/proxy-body-size": "9m"}
    assert given.items() <= ingress(render, ingress={"annotations": given})["metadata"]["annotations"].items()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://shop.example.com", "shop.example.com"),
        ("http://localhost:8080", "localhost"),
        ("http://192.0.2.7:8080", None),
        ("http://[2001:db8::7]:8080", None),
    ],
)
def test_answers_under_the_host_of_the_address(render: Render, url: str, host: str | None) -> None:
    (rule,) = ingress(render, publicUrl=url)["spec"]["rules"]
    assert rule.get("host") == host


def test_answers_under_every_host_where_that_is_asked_for(render: Render) -> None:
    (rule,) = ingress(render, ingress={"anyHost": True})["spec"]["rules"]
    assert "host" not in rule


def test_ends_tls_with_the_secret_that_is_named(render: Render) -> None:
    spec = ingress(render, publicUrl="https://shop.example.com", ingress={"tls": {"secretName": "tls"}})["spec"]
    assert spec["tls"] == [{"secretName": "tls", "hosts": ["shop.example.com"]}]
    assert "tls" not in ingress(render)["spec"]


@pytest.mark.parametrize("name", ["pw", "pw-live"])
def test_leads_to_a_port_that_the_service_has(render: Render, name: str) -> None:
    manifests = render()
    (path,) = the(manifests, "Ingress", name)["spec"]["rules"][0]["http"]["paths"]
    service = path["backend"]["service"]
    ports = the(manifests, "Service", service["name"])["spec"]["ports"]
    assert service["port"]["name"] in [each["name"] for each in ports]


def test_leads_to_the_stream_by_its_address_alone_and_passes_on_at_once_what_it_tells(render: Render) -> None:
    found = the(render(publicUrl="https://shop.example.com"), "Ingress", "pw-live")
    (rule,) = found["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert rule["host"] == "shop.example.com"
    assert (path["path"], path["pathType"]) == ("/api/v1/analytics/live", "Exact")
    assert path["backend"]["service"]["name"] == "pw-live"
    annotations = found["metadata"]["annotations"]
    assert annotations[f"{PREFIX}/proxy-buffering"] == "off"
    assert float(annotations[f"{PREFIX}/proxy-read-timeout"]) > HEARTBEAT_EACH
    assert annotations.items() >= ingress(render)["metadata"]["annotations"].items()


def test_is_left_out_where_it_is_off(render: Render) -> None:
    assert not kinds(render(ingress={"enabled": False}), "Ingress")


@pytest.mark.parametrize("name", ["pw-api", "pw-live"])
@pytest.mark.parametrize("url", ["http://localhost:8080", "http://[2001:db8::7]:8080"])
def test_has_who_answers_probed_under_the_same_address(render: Render, url: str, name: str) -> None:
    (container,) = the(render(publicUrl=url), "Deployment", name)["spec"]["template"]["spec"]["containers"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        headers = container[probe]["httpGet"]["httpHeaders"]
        assert headers == [{"name": "Host", "value": url.removeprefix("http://")}]


def test_leads_to_the_admin_from_everywhere_unless_told(render: Render) -> None:
    assert "pw-admin" not in [each["metadata"]["name"] for each in kinds(render(), "Ingress")]


def test_leads_to_the_admin_from_the_networks_that_are_told(render: Render) -> None:
    manifests = render(admin={"allowedNetworks": ["10.0.0.0/8", "fd00::/8"]}, publicUrl="https://shop.example.com")
    found = the(manifests, "Ingress", "pw-admin")
    assert found["metadata"]["annotations"][f"{PREFIX}/whitelist-source-range"] == "10.0.0.0/8,fd00::/8"
    (rule,) = found["spec"]["rules"]
    assert (rule["host"], rule["http"]["paths"][0]["path"]) == ("shop.example.com", "/admin")
    assert f"{PREFIX}/whitelist-source-range" not in the(manifests, "Ingress", "pw")["metadata"]["annotations"]


def test_has_no_way_to_an_admin_that_is_off(render: Render) -> None:
    manifests = render(admin={"enabled": False, "allowedNetworks": ["10.0.0.0/8"]})
    assert "pw-admin" not in [each["metadata"]["name"] for each in kinds(manifests, "Ingress")]
    assert the(manifests, "ConfigMap", "pw-settings")["data"]["ADMIN_ENABLED"] == "false"
