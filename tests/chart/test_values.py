"""Each value is described, checked by name, and changes something."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from charts import values_page
from tests.chart.conftest import Refusal
from tests.chart.rendering import CHART, SUBCHARTS, Engine, Refused, Values, merged, nested, schemas
from tests.chart.workloads import EXTERNAL

CHARTS = list(schemas())
INHERITED = {*CHARTS[0][1]["defaults"], *CHARTS[0][1]["workers"]}
Told = dict[str, list[str]]
COMMENT = re.compile(r"^ *# -- ((?:.*\n)(?: *# .*\n)*) *(\w+):", re.MULTILINE)


def leaves(values: Values, schema: Values, prefix: str) -> Iterator[tuple[str, Any, Values]]:
    """Each value that has no further keys, with its schema."""
    for name, value in values.items():
        about, key = schema["properties"][name], f"{prefix}{name}"
        if isinstance(value, dict) and "properties" in about:
            yield from leaves(value, about, f"{key}.")
        else:
            yield key, value, about


def objects(schema: Values, definitions: Values, key: str) -> Iterator[tuple[str, Values]]:
    """Each object whose keys the schema knows."""
    schema = definitions.get(schema.get("$ref", "").rpartition("/")[2], schema)
    if isinstance(named := schema.get("additionalProperties"), dict):
        yield from objects(named, definitions, f"{key}.default")
    if "properties" in schema:
        yield key, schema
        for name, about in schema["properties"].items():
            yield from objects(about, definitions, f"{key}.{name}".lstrip("."))


LEAVES = [leaf for prefix, values, schema in CHARTS for leaf in leaves(values, schema, prefix)]
OBJECTS = [
    (f"{prefix}{key}".rstrip("."), about)
    for prefix, _, schema in CHARTS
    for key, about in objects(schema, schema["$defs"], "")
    if not (prefix and key.startswith("global"))
]
EXAMPLE_OF = {"requests", "limits", "cpu", "memory", "ephemeral-storage", "valueFrom"}
"""Keys of what a value may hold; the chart lists those that it sets."""

each_leaf = pytest.mark.parametrize(("key", "value", "about"), LEAVES, ids=[key for key, *_ in LEAVES])
each_object = pytest.mark.parametrize(("key", "about"), OBJECTS, ids=[key or "the top" for key, _ in OBJECTS])


@each_leaf
def test_is_described_with_its_default(key: str, value: object, about: Values) -> None:
    assert about["description"].endswith(".")
    assert about.get("default", value) == value


@pytest.mark.parametrize(
    "folder", [CHART, *(CHART / "charts" / name for name in SUBCHARTS)], ids=lambda path: path.name
)
def test_is_described_alike_in_both_files(folder: Path) -> None:
    comments = COMMENT.findall((folder / "values.yaml").read_text())
    described = [(name, about["description"]) for _, schema in OBJECTS for name, about in schema["properties"].items()]
    assert comments
    for words, key in comments:
        assert (key, " ".join(words.replace("# ", " ").split())) in described


@each_object
def test_is_listed_where_the_schema_knows_it(key: str, about: Values) -> None:
    listed: Any = merged(*(nested(prefix.rstrip("."), values) if prefix else values for prefix, values, _ in CHARTS))
    for name in filter(None, key.split(".")):
        listed = listed.get(name, {})
    assert set(about["properties"]) - set(listed) <= INHERITED | EXAMPLE_OF | {"global", "enabled", "name"}


def told(message: str) -> Told:
    """What a refusal tells of each key; it counts the keys of each chart from the chart's own top."""
    found, prefix = defaultdict[str, list[str]](list), ""
    for line in message.splitlines():
        if top := re.fullmatch(r"(\w+):", line):
            prefix = f"{top[1]}." if top[1] in SUBCHARTS else ""
        elif reason := re.fullmatch(r" *- at '/?(.*?)': (.*)", line):
            found[f"{prefix}{reason[1].replace('/', '.')}".rstrip(".")].append(reason[2])
    return found


@pytest.fixture(scope="module")
def all_unknown(refusal: Refusal) -> Told:
    keys = [f"{key}.surprise".lstrip(".") for key, _ in OBJECTS]
    return told(refusal(merged(*(nested(key, 1) for key in keys))))


@each_object
def test_is_refused_by_name_where_it_is_unknown(all_unknown: Told, key: str, about: Values) -> None:
    assert "additional properties 'surprise' not allowed" in all_unknown[key]


@pytest.fixture(scope="module")
def all_wrong(refusal: Refusal) -> Told:
    wrong = [nested(key, "wrong" if isinstance(value, dict | list) else ["wrong"]) for key, value, _ in LEAVES]
    return told(refusal(merged(*wrong)))


@each_leaf
def test_is_refused_by_name_where_it_is_of_a_wrong_type(
    all_wrong: Told, key: str, value: object, about: Values
) -> None:
    assert all_wrong[key]


@pytest.fixture(scope="module")
def all_taken_away(refusal: Refusal) -> Told:
    return told(refusal(merged(*(nested(key, None) for key, *_ in LEAVES))))


@pytest.mark.parametrize("key", [key for key, _, about in LEAVES if "null" not in about.get("type", "")])
def test_is_refused_by_name_where_it_is_taken_away(all_taken_away: Told, key: str) -> None:
    block, _, name = key.rpartition(".")
    missing = any("missing" in reason and f"'{name}'" in reason for reason in all_taken_away[block])
    assert missing or any("got null" in reason for reason in all_taken_away[key])


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("publicUrl", "shop.example.com", "/publicUrl"),
        ("publicUrl", "https://shop.example.com/path", "/publicUrl"),
        ("admin.email", "nobody", "/admin/email"),
        ("visits.countryHeader", "CF IPCountry", "/visits/countryHeader"),
        ("reports.at", "24:00", "/reports/at"),
        ("rateLimit.rps", 0, "/rateLimit/rps"),
        ("rateLimit.allowlist", ["10.0.0.1"], "/rateLimit/allowlist/0"),
        ("limiter.reads", "0/60", "/limiter/reads"),
        ("trustedProxies", -1, "/trustedProxies"),
        ("api.replicas", 1.5, "/api/replicas"),
        ("api.resources.limits.memory", "lots", "/api/resources/limits/memory"),
        ("defaults.extraEnv", {"not a name": "a"}, "'not a name'"),
        ("image.digest", "sha256:short", "/image/digest"),
        ("externalDatabase.port", 65536, "/externalDatabase/port"),
        ("externalDatabase.sslMode", "maybe", "/externalDatabase/sslMode"),
        ("workers.groups.default.queues", ["unknown"], "/workers/groups/default/queues/0"),
        ("workers.groups.Upper", {"replicas": 1, "concurrency": 1, "queues": ["mail"]}, "'Upper'"),
        ("workers.groups.new", {"replicas": 1}, "/workers/groups/new"),
        ("beat.replicas", 2, "'replicas'"),
        ("operator.replicas", 2, "'replicas'"),
        ("redis.config.maxMemoryPolicy", "allkeys-lru", "/config/maxMemoryPolicy"),
        ("postgresql.customUser.name", "drop table", "/customUser/name"),
    ],
)
def test_is_refused_by_name_where_it_makes_no_sense(refusal: Refusal, key: str, value: object, named: str) -> None:
    assert named in refusal(nested(key, value))


OTHER = {
    "admin.email": "other@example.com",
    "publicUrl": "https://shop.example.com",
    "visits.rawDays": 30,
    "visits.honourOptOut": False,
    "visits.countryHeader": "CF-IPCountry",
    "visits.backlog": 5000,
    "visits.botPace": 0,
    "visits.botMarks": False,
    "reports.at": "07:30",
    "sendgrid.url": "https://eu.example.com",
    "telemetry.otlpEndpoint": "http://collector:4318",
    "image.digest": f"sha256:{1:064}",
    "operator.image.digest": f"sha256:{1:064}",
    "ingress.maxBodySize": "2m",
    "media.publicUrl": "https://images.example.com",
    "media.s3.endpoint": "https://s3.example.com:9000",
    "media.s3.bucket": "other-images",
    "media.s3.region": "eu-west-1",
    "rateLimit.allowlist": ["10.0.0.0/8"],
    **{
        f"limiter.{name}": "7/7"
        for name in ("reads", "writes", "visits", "suggestions", "signIn", "signInDaily", "refresh")
    },
    **{f"limiter.{name}": "7/7" for name in ("passwordTries", "strangersTries", "codeTries")},
    "passwords.argon2": "47104/1/1",
    "networkPolicy.ingressCidrs": ["10.0.0.0/8"],
    "networkPolicy.kubernetesApiPorts": [8443],
    "global.imagePullSecrets": [{"name": "pull"}],
    "workers.groups": {"default": {"concurrency": 7}},
    "redis.config.maxMemory": "64mb",
    "redis.config.maxMemoryPolicy": "noeviction",
    "postgresql.persistence.accessModes": ["ReadWriteMany"],
    "redis.persistence.accessModes": ["ReadWriteMany"],
    "postgresql.enabled": False,
    "redis.enabled": False,
    "operator.enabled": False,
}
"""Another value, where its form is too special to be made up by `other`."""

BUCKET = {"media": {"s3": {"bucket": "shop-images", "existingSecret": "bucket"}}}
CACHE = {"cacheRedis": {"host": "cache.example.com", "existingSecret": "my-cache"}}
CONTEXTS: list[Values] = [
    merged(nested("ingress.tls.secretName", "tls"), nested("sendgrid.existingSecret", "mail"), BUCKET),
    merged(EXTERNAL, nested("api.autoscaling.enabled", True), nested("live.autoscaling.enabled", True), CACHE),
]


@pytest.fixture(scope="module")
def outcome(engine: Engine) -> Callable[..., object]:
    """What comes of values laid over one of the contexts: a render, or the reason why there is none."""

    @functools.cache
    def of(context: int, key: str = "") -> object:
        try:
            return engine.manifests(merged(CONTEXTS[context], nested(key, CHANGES[key]) if key else {}))
        except Refused as reason:
            return str(reason)

    return of


@each_leaf
def test_changes_what_is_rendered(outcome: Callable[..., object], key: str, value: object, about: Values) -> None:
    assert any(outcome(context, key) != outcome(context) for context in range(len(CONTEXTS)))


def other(value: Any, about: Values) -> Any:  # noqa: PLR0911 - one answer for each kind of value
    match about.get("$ref", "").rpartition("/")[2], value:
        case "resources", _:
            return {"limits": {"memory": "777Mi"}}
        case "objects", _:
            return [{"name": "other"}]
        case _ if "enum" in about:
            return next(each for each in about["enum"] if each != value)
        case _, bool():
            return not value
        case _, int() | None:
            return (value or 0) + 1
        case _, str():
            return f"{value}2" if value else "other"
    return ["other"] if isinstance(value, list) else {"other": "other"}


CHANGES = {key: OTHER.get(key, other(value, about)) for key, value, about in LEAVES}


def test_is_on_the_page_of_values() -> None:
    page = values_page.PAGE.read_text()
    assert values_page.page(page) == page, "run `make docs`"
    assert all(f"`{key}`" in page for key, *_ in LEAVES)
