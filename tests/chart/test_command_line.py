"""The helm of a user renders and refuses as the engine of these tests does, version 3 like version 4."""

import shutil

import pytest

from tests.chart.conftest import in_process
from tests.chart.rendering import CommandLine, Manifest, Refused, Values, nested
from tests.chart.test_manifests import CASES

HELMS = ["helm", "helm4"]


@pytest.fixture(params=HELMS)
def helm(request: pytest.FixtureRequest) -> CommandLine:
    if not shutil.which(request.param):
        pytest.skip(f"no {request.param} on the PATH")
    return CommandLine(request.param)


def by_name(manifests: list[Manifest]) -> dict[tuple[str, str], Manifest]:
    return {(each["kind"], each["metadata"]["name"]): each for each in manifests}


@pytest.mark.parametrize("values", CASES.values(), ids=CASES.keys())
def test_renders_the_same(helm: CommandLine, values: Values) -> None:
    found = in_process()
    if not found:
        pytest.skip("no wheel of Helm's engine for this machine")
    assert by_name(helm.manifests(values)) == by_name(found.manifests(values))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (nested("surprise", 1), "surprise"),
        (nested("api.replicas", "two"), "replicas"),
        (nested("redis.config.maxMemory", 7), "maxMemory"),
        (nested("postgresql.surprise", 1), "surprise"),
        (nested("operator.enabled", False), "set admin.existingSecret"),
    ],
    ids=str,
)
def test_refuses_by_name(helm: CommandLine, values: Values, named: str) -> None:
    with pytest.raises(Refused, match=named):
        helm.manifests(values)
