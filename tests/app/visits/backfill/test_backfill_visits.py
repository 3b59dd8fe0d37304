"""`manage.py backfill_visits FILE` …"""

import gzip
import io
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from productwatch.catalog.services import products
from productwatch.platform.redis import breaker, redis
from productwatch.visits import salts, stream
from productwatch.visits.models import Visit
from productwatch.visits.services import upkeep
from productwatch.visits.services.backfill import filling, memory
from productwatch.visits.services.backfill.sending import send
from productwatch.visits.services.flusher import Flusher
from tests.app.visits.conftest import PRICE
from tests.app.visits.hits import FIREFOX, GOOGLEBOT, counted, hit, kept, waiting

DOCS = Path(__file__).parents[4] / "docs" / "operating.md"
AGENTS = (FIREFOX, FIREFOX.replace("140", "139"), "Mozilla/5.0 (iPhone) Mobile Safari", "curl/8.10.1", GOOGLEBOT)
REQUESTS = ("GET {page}", "GET {page}?utm_source=news", "HEAD {page}", "GET /", "GET /js/{page}.js", "GET {page}/x")
STATUSES = (200, 200, 200, 304, 404, 308)
PATH = "/products/{slug}"
SEED = 20261120

Fill = Callable[..., str]


@pytest.fixture
def fill(stool: str, chair: str) -> Fill:
    """Runs the command over a file, and the flusher until all is kept; returns what the command says."""

    def run(file: Path | str) -> str:
        said = io.StringIO()
        call_command("backfill_visits", str(file), path=PATH, stdout=said, stderr=said)
        flusher = Flusher()
        while waiting():
            flusher.turn()
        return said.getvalue()

    return run


def lines(count: int, slugs: list[str]) -> list[str]:
    """Of an access log over midnight, in order; people come back within seconds, and much of it is no visit."""
    chosen, at, written = random.Random(SEED), datetime(2024, 11, 20, 23, tzinfo=UTC), []
    for _ in range(count):
        at += timedelta(seconds=chosen.choice([0, 0, 0, 1, 2, 4]))
        address, agent = f"203.0.113.{chosen.randrange(5)}", chosen.choice(AGENTS)
        request = chosen.choice(REQUESTS).format(page=f"/products/{chosen.choice(slugs)}")
        written.append(
            f'{address} - - [{at:%d/%b/%Y:%H:%M:%S} +0000] "{request} HTTP/1.1" '
            f'{chosen.choice(STATUSES)} 512 "https://example.org/" "{agent}"\n'
        )
    return written


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "access.log"
    file.write_text("".join(lines(6000, ["stool", "chair"])))
    return file


def counts() -> Counter[str]:
    """Visits by slug, without bots."""
    found: Counter[str] = Counter()
    for (slug, _quarter), hits in counted().items():
        found[slug] += hits
    return found


def by_shell(log: Path) -> Counter[str]:
    """What the lines of shell count that the documentation tells to compare with."""
    _, _, after = DOCS.read_text().partition("```sh\nawk")
    script = "awk" + after.partition("```")[0].replace("access.log", str(log))
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    return Counter({name.rpartition("/")[2]: int(count) for count, name in map(str.split, said.splitlines())})


def test_counts_what_a_few_lines_of_shell_count(fill: Fill, log: Path) -> None:
    fill(log)
    found = counts()
    assert found == by_shell(log)
    assert found.total() > 500


def test_keeps_bots_apart(fill: Fill, log: Path) -> None:
    said = fill(log)
    bots = kept() - counts().total()
    assert bots > 0
    assert f"{bots} of them bots" in said


def test_a_second_time_changes_nothing(fill: Fill, log: Path) -> None:
    fill(log)
    before = list(Visit.objects.order_by("event").values())
    fill(log)
    assert list(Visit.objects.order_by("event").values()) == before


def test_of_a_file_that_has_grown_been_renamed_and_packed_adds_what_is_new(fill: Fill, log: Path) -> None:
    written = log.read_text().splitlines(keepends=True)
    log.write_text("".join(written[:4000]))
    fill(log)
    packed = log.with_suffix(".1.gz")
    packed.write_bytes(gzip.compress("".join(written).encode()))
    fill(packed)
    log.write_text("".join(written))
    assert counts() == by_shell(log)


def test_goes_on_where_it_was_broken_off(fill: Fill, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = log.read_text()
    with monkeypatch.context() as broken_off:
        broken_off.setattr(filling, "send", breaks_off_after(3))
        broken_off.setattr(filling, "TOGETHER", 50)
        with pytest.raises(KeyboardInterrupt):
            fill(log)
    assert "150 sent before" in fill(log)
    assert counts() == by_shell(log)
    assert log.read_text() == whole


def breaks_off_after(times: int) -> Callable[..., None]:
    left = iter(range(times))

    def sends(*given: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        send(*given)  # type: ignore[arg-type]  # as it was given

    return sends


def test_that_was_broken_off_takes_its_visitors_for_the_same_ones(fill: Fill, tmp_path: Path) -> None:
    file = tmp_path / "access.log"
    noon = [f"2024-11-20T12:00:{second}+00:00" for second in ("00", "20")]
    told = [json.dumps({"at": at, "product": "stool", "address": "203.0.113.7"}) for at in noon]
    file.write_text(told[0])
    fill(file)
    file.write_text("\n".join(told))
    fill(file)
    assert len(set(map(bytes, Visit.objects.values_list("visitor", flat=True)))) == 1
    assert kept() == 2


def test_reads_standard_input(fill: Fill, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(gzip.compress(log.read_bytes())))
    monkeypatch.setattr(sys, "stdin", given)
    fill("-")
    assert counts() == by_shell(log)


def test_refuses_bad_lines_by_number_and_goes_on(fill: Fill, tmp_path: Path) -> None:
    file = tmp_path / "visits.jsonl"
    good = {"at": "2024-11-20T12:00:00Z", "product": "stool", "visitor": "a"}
    wrong = (good | {"at": "2999-01-01T00:00:00Z"}, good | {"product": 7})
    rows = [json.dumps(row).encode() for row in (good, *wrong, good | {"product": "none"})]
    file.write_bytes(b"\n".join([*rows, b"203.0.113.7 \xff", b"", b"x" * 200_000]))
    said = fill(file)
    assert said.splitlines()[:5] == [
        "line 2: a time that cannot be",
        "line 3: product string type",
        "line 5: no UTF-8",
        "line 6: no line of the combined format",
        "line 7: no line of the combined format",
    ]
    assert {" ".join(line.split()) for line in said.splitlines()[5:]} == {
        "7 lines", "1 sent", "1 of no product", "5 bad"
    }  # fmt: skip
    assert "203.0.113.7" not in said


def test_leaves_no_address_in_redis_and_no_salt_after_48_hours(fill: Fill, log: Path, own_redis: None) -> None:
    fill(log)
    left = b"".join(redis().dump(key) or b"" for key in redis().scan_iter()) + str(redis().hgetall(memory.KEY)).encode()
    assert b"203.0.113" not in left
    assert set(redis().hkeys(memory.KEY)) == {b"salt:2024-11-20", b"salt:2024-11-21"}
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=49)):
        assert memory.forget_old() == 2
    assert salts.traces()
    upkeep.wipe_traces()
    assert salts.traces() is None


def test_waits_where_the_stream_is_long(fill: Fill, settings: Settings) -> None:
    settings.VISIT_BACKLOG = 8
    waited: list[int] = []

    def wait() -> None:
        waited.append(waiting())
        Flusher().turn()

    for number in range(4):
        send([hit(visitor=number)], b"file", number, wait)
    assert waited == [2]


def test_waits_while_redis_is_away(stool: str) -> None:
    breaker.open(TimeoutError())
    waited: list[None] = []

    def wait() -> None:
        waited.append(None)
        breaker.close()

    send([hit()], b"file", 1, wait)
    assert (len(waited), waiting()) == (1, 1)


def test_writes_hits_and_the_line_that_is_reached_together(stool: str) -> None:
    redis().set(stream.STREAM, "no stream")
    with pytest.raises(Exception, match="WRONGTYPE"):
        send([hit()], b"file", 7)
    assert memory.line_reached(b"file") == 0


@pytest.mark.parametrize(
    ("file", "path", "fault"),
    [("/nowhere/at.all", PATH, "cannot be read: No such file"), ("-", "/products/", "must hold {slug}")],
)
def test_says_what_is_in_its_way(db: None, file: str, path: str, fault: str) -> None:
    with pytest.raises(CommandError, match=fault):
        call_command("backfill_visits", file, path=path)


def test_of_many_products_is_one_look_for_each_batch(db: None, tmp_path: Path, fill: Fill) -> None:
    slugs = [products.create({"name": f"Lamp {number}", "price": PRICE}) for number in range(20)]
    file = tmp_path / "access.log"
    file.write_text("".join(lines(1000, slugs)))
    fill(file)
    assert counts() == by_shell(file)
