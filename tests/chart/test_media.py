"""The bucket for images …"""

from typing import Any

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import kinds, pods
from tests.chart.test_network import rules
from tests.chart.test_secrets import sources
from tests.chart.workloads import APP

BUCKET: dict[str, Any] = {"bucket": "shop-images", "existingSecret": "bucket"}


def settings(render: Render, **values: Any) -> dict[str, str]:
    (found,) = [each for each in kinds(render(**values), "ConfigMap") if each["metadata"]["name"] == "pw-settings"]
    return dict(found["data"])


def test_is_named_with_all_that_reaches_it(render: Render) -> None:
    found = settings(render, media={"s3": BUCKET | {"endpoint": "http://s3:7070", "pathStyle": False}})
    assert {name: found[name] for name in found if name.startswith("S3_")} == {
        "S3_BUCKET": "shop-images",
        "S3_ENDPOINT": "http://s3:7070",
        "S3_REGION": "us-east-1",
        "S3_PATH_STYLE": "false",
        "S3_ACCESS_KEY_FILE": "/run/secrets/productwatch/s3-access-key",
        "S3_SECRET_KEY_FILE": "/run/secrets/productwatch/s3-secret-key",
    }


def test_may_be_left_out(render: Render) -> None:
    assert not [name for name in settings(render) if name.startswith("S3_") or name == "MEDIA_URL"]


def test_has_its_key_in_files(render: Render) -> None:
    for workload in APP:
        found = sources(pods(render(media={"s3": BUCKET}))[workload])
        assert found["bucket"] == {"access-key": "s3-access-key", "secret-key": "s3-secret-key"}


def test_needs_a_secret(refusal: Refusal) -> None:
    assert "set media.s3.existingSecret" in refusal({"media": {"s3": {"bucket": "shop-images"}}})


@pytest.mark.parametrize(("endpoint", "port"), [("http://s3:7070", 7070), ("https://s3", 443), ("", 443)])
def test_is_reached_by_who_writes_and_reads_images(render: Render, endpoint: str, port: int) -> None:
    media = {"s3": BUCKET | {"endpoint": endpoint}}
    sendgrid = {"url": "http://mail:8025"}
    leaving = {name: rules(render, name, "egress", media=media, sendgrid=sendgrid) for name in APP}
    assert {name for name, found in leaving.items() if {"ports": [{"port": port}]} in found} == {
        "api",
        "worker-default",
    }


def test_is_not_reached_where_there_is_none(render: Render) -> None:
    assert {"ports": [{"port": 443}]} not in rules(render, "api", "egress")


def test_takes_images_as_large_as_told(render: Render) -> None:
    found = settings(render, media={"maxImageBytes": 20_000_000, "maxImagePixels": 50_000_000})
    assert (found["MAX_IMAGE_BYTES"], found["MAX_IMAGE_PIXELS"]) == ("20000000", "50000000")


def test_may_be_read_elsewhere(render: Render) -> None:
    assert settings(render, media={"publicUrl": "https://cdn.example.com"})["MEDIA_URL"] == "https://cdn.example.com"


def test_files_of_products_are_as_long_as_the_values_say(render: Render) -> None:
    assert settings(render, imports={"maxBytes": 5_000_000})["MAX_IMPORT_BYTES"] == "5000000"
