"""An import whose workers die, meet or are overtaken …"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from productwatch.catalog import selectors, tasks
from productwatch.catalog.models import ExportJob, ImportJob, Product, ProductVersion
from productwatch.catalog.services import products
from productwatch.catalog.services.files import exports, imports, parts
from productwatch.platform import clock
from productwatch.platform.jobs import turns
from tests.app.at_once import at_once, while_held
from tests.app.catalog.conftest import Made
from tests.app.catalog.jobs import file_of, rows
from tests.app.visits.test_flush_visits import free_port
from tests.app.visits.test_flusher import comes_true

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[3]
MANY = 8 * parts.ROWS


def begun(*lines: str) -> UUID:
    return imports.begin([file_of(*lines)], "csv", dry_run=False, stops=False, by=None)


def job() -> ImportJob:
    return ImportJob.objects.get()


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a worker as it runs anywhere, in a group of its own."""
    started: list[subprocess.Popen[bytes]] = []
    before, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{before.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"

    def start() -> "subprocess.Popen[bytes]":
        own = {"DATABASE_URL": url, "INTERNAL_PORT": str(free_port()), "HEARTBEAT_FILE": str(tmp_path / "heartbeat")}
        own["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        command = [sys.executable, "manage.py", "worker", "--queues", "reports", "--concurrency", "1"]
        running = subprocess.Popen(command, cwd=ROOT / "app", env=os.environ | own, start_new_session=True)
        started.append(running)
        return running

    yield start
    for running in started:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)


@pytest.mark.timeout(300)
def test_goes_on_where_a_killed_worker_was(worker: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    begun(*rows(MANY))
    running = worker()
    assert comes_true(lambda: job().done >= 2 * parts.ROWS, 150)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(10)
    assert job().state == "running"
    assert 0 < job().done < MANY
    ImportJob.objects.update(leased_until=clock.now())  # as if its time had run out
    while job().state == "running":
        tasks.import_products()
    assert (job().state, job().created, job().failed) == ("succeeded", MANY, 0)
    assert (Product.objects.count(), ProductVersion.objects.count()) == (MANY, MANY)


def test_is_left_alone_while_somebody_works_on_it() -> None:
    begun(*rows(2))
    assert turns._claimed(ImportJob.objects) is not None
    tasks.import_products()
    assert job().done == 0


def test_waits_for_its_place_while_another_kind_of_job_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    begun(*rows(2))
    exports.begin(selectors.Choice(), "csv", by=None)
    woken: list[str] = []
    monkeypatch.setattr(turns, "wake", woken.append)

    def meanwhile(export: ExportJob) -> None:
        at_once(tasks.import_products)
        assert job().state == "queued"
        exports.step(export)

    turns.turn(ExportJob.objects, meanwhile)
    assert woken == [imports.WORK]
    tasks.import_products()
    assert job().state == "succeeded"


def test_is_done_beside_others_where_there_are_places(settings: Settings) -> None:
    settings.JOBS_AT_ONCE = 2
    begun(*rows(2))
    exports.begin(selectors.Choice(), "csv", by=None)

    def meanwhile(export: ExportJob) -> None:
        at_once(tasks.import_products)
        exports.step(export)

    turns.turn(ExportJob.objects, meanwhile)
    assert job().state == "succeeded"


def test_is_no_longer_that_of_a_worker_whose_time_ran_out() -> None:
    begun(*rows(2))
    slow = turns._claimed(ImportJob.objects)
    assert slow is not None
    ImportJob.objects.update(leased_until=clock.now())
    tasks.import_products()
    assert turns._step(slow, imports.step) is False
    assert (job().created, Product.objects.count()) == (2, 2)


def test_is_done_once_where_two_workers_begin_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROWS", 50)
    begun(*rows(400))
    at_once(tasks.import_products, tasks.import_products)
    assert (job().state, job().created, ProductVersion.objects.count()) == ("succeeded", 400, 400)


def test_does_a_part_again_where_others_change_its_products_meanwhile(made: Made) -> None:
    made("P0", slug="p0", stock=1)
    begun("p0,P0,10.00,USD,5,S-0")
    while_held(lambda: products.change("p0", {"description": "Of others"}), tasks.import_products)
    product = Product.objects.get()
    assert (product.stock, product.description, product.version) == (5, "Of others", 3)
    assert (job().state, job().changed) == ("succeeded", 1)


def test_that_fails_again_and_again_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(imports, "step", broken)
    begun(*rows(1))
    for _ in range(turns.MOST_FAILURES):
        tasks.import_products()
    assert (job().state, job().reason) == ("failed", "It failed 5 times; the log tells why.")
