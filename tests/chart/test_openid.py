"""The issuers that people may sign in by …"""

from typing import Any

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import environment, pods
from tests.chart.test_network import rules
from tests.chart.test_secrets import sources
from tests.chart.workloads import APP

GOOGLE: dict[str, Any] = {"name": "google", "clientId": "shop", "existingSecret": "google"}
CORP: dict[str, Any] = {
    "name": "my-corp",
    "url": "https://login.example.com:8443/realms/all",
    "label": "Corp",
    "clientId": "shop",
    "existingSecret": "corp",
    "existingSecretKey": "word",
    "vouchesFor": ["example.com", "example.org"],
}


def told(render: Render, workload: str, **values: Any) -> dict[str, str]:
    found = environment(pods(render(**values))[workload])
    return {name: value for name, value in found.items() if name.startswith("OPENID_")}


def test_are_none_unless_named(render: Render) -> None:
    assert told(render, "api") == {"OPENID_ISSUERS": "", "OPENID_PAGES": ""}


def test_are_named_to_the_api(render: Render) -> None:
    assert told(render, "api", openid={"issuers": [GOOGLE, CORP], "pages": ["/signed-in", "/"]}) == {
        "OPENID_ISSUERS": "google,my-corp",
        "OPENID_PAGES": "/signed-in,/",
        "OPENID_GOOGLE_CLIENT_ID": "shop",
        "OPENID_GOOGLE_CLIENT_SECRET_FILE": "/run/secrets/productwatch/openid-google",
        "OPENID_MY_CORP_CLIENT_ID": "shop",
        "OPENID_MY_CORP_CLIENT_SECRET_FILE": "/run/secrets/productwatch/openid-my-corp",
        "OPENID_MY_CORP_URL": "https://login.example.com:8443/realms/all",
        "OPENID_MY_CORP_LABEL": "Corp",
        "OPENID_MY_CORP_VOUCHES_FOR": "example.com,example.org",
    }


def test_have_their_secrets_in_files_of_the_api_alone(render: Render) -> None:
    rendered = pods(render(openid={"issuers": [GOOGLE, CORP]}))
    found = sources(rendered["api"])
    assert (found["google"], found["corp"]) == ({"client-secret": "openid-google"}, {"word": "openid-my-corp"})
    assert not [name for name in APP if name != "api" and "corp" in sources(rendered[name])]


@pytest.mark.parametrize("workload", APP)
def test_are_reached_by_the_api_alone(render: Render, workload: str) -> None:
    leaving = rules(
        render, workload, "egress", openid={"issuers": [GOOGLE, CORP]}, sendgrid={"url": "http://mail:8025"}
    )
    found = [port for port in (443, 8443) if {"ports": [{"port": port}]} in leaving]
    assert found == ([443, 8443] if workload == "api" else [])


def test_are_not_reached_where_there_are_none(render: Render) -> None:
    assert {"ports": [{"port": 443}]} not in rules(render, "api", "egress")


@pytest.mark.parametrize(
    ("issuers", "why"),
    [
        ([GOOGLE, GOOGLE], "google is named twice"),
        ([GOOGLE | {"name": "corp"}], "set the url of corp"),
        ([CORP | {"url": "http://login.example.com"}], "url"),
        ([CORP | {"name": "Corp"}], "name"),
        ([CORP | {"existingSecret": ""}], "existingSecret"),
        ([CORP | {"vouchesFor": ["@example.com"]}], "vouchesFor"),
        ([CORP | {"clientSecret": "in-clear"}], "clientSecret"),
        ([{"name": "google"}], "clientId"),
    ],
)
def test_that_cannot_work_are_refused(refusal: Refusal, issuers: list[dict[str, Any]], why: str) -> None:
    assert why in refusal({"openid": {"issuers": issuers}})


@pytest.mark.parametrize("page", ["https://elsewhere.test", "//elsewhere.test", "signed-in"])
def test_lead_on_to_no_other_host(refusal: Refusal, page: str) -> None:
    assert "pages" in refusal({"openid": {"pages": [page]}})
