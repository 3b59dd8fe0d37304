"""Other origins' scripts and shared caches are let in by the values, and by nothing else."""

import pytest

from tests.chart.conftest import Refusal, Render
from tests.chart.rendering import nested, the


def setting(render: Render, name: str, **values: object) -> str:
    return str(the(render(**values), "ConfigMap", "pw-settings")["data"][name])


def test_nobody_is_let_in_by_default(render: Render) -> None:
    assert [setting(render, name) for name in ("CORS_ORIGINS", "LISTS_SHARED_SECONDS")] == ["", "0"]


def test_origins_are_told_to_the_api(render: Render) -> None:
    origins = ["https://shop.example.com", "http://localhost:3000"]
    assert setting(render, "CORS_ORIGINS", **nested("cors.origins", origins)) == ",".join(origins)


def test_how_long_lists_are_shared_is_told_to_the_api(render: Render) -> None:
    assert setting(render, "LISTS_SHARED_SECONDS", listsSharedSeconds=30) == "30"


@pytest.mark.parametrize("origin", ["shop.example.com", "https://shop.example.com/", "HTTPS://SHOP", "null"])
def test_what_is_no_origin_is_refused(refusal: Refusal, origin: str) -> None:
    assert "cors" in refusal({"cors": {"origins": [origin]}})
