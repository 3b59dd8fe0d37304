"""Each overlay, rendered by Helm's engine with its values, and built by kustomize where that is at hand."""

import functools
from collections.abc import Callable

import pytest

from tests.chart.rendering import InProcess, Manifest
from tests.overlays.overlays import OVERLAYS, built, values

Rendered = Callable[[str], list[Manifest]]


@functools.cache
def by_helm(overlay: str) -> list[Manifest]:
    pytest.importorskip("helm_python", reason="no wheel of Helm's engine for this machine")
    return InProcess().manifests(values(overlay))


@functools.cache
def by_kustomize(overlay: str) -> list[Manifest]:
    return built(overlay)


@pytest.fixture(params=[by_helm, by_kustomize], ids=["helm", "kustomize"])
def rendered(request: pytest.FixtureRequest) -> Rendered:
    way: Rendered = request.param
    return way


@pytest.fixture(params=OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def manifests(rendered: Rendered, overlay: str) -> list[Manifest]:
    return rendered(overlay)
