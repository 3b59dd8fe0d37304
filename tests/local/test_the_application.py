"""The application itself, as `make run` starts it: ready, used, stopped, and there again with its data."""

import os
import signal
import subprocess
import sys

import pytest

from tests.local.asking import call, credentials, told_by
from tests.local.conftest import Start
from tests.local.running import APPLICATION, ROOT, Started

STORIES = ROOT / "tests/openapi"

pytestmark = pytest.mark.usefixtures("own_servers")


@pytest.mark.timeout(600)
def test_serves_its_sample_catalog_and_both_stories_and_keeps_what_was_made(start: Start) -> None:
    run = start(APPLICATION).ready(280)
    told = told_by(run)
    hear(run, "story.py", told["url"], told["admin_email"])
    hear(run, "account.py", told["url"])
    token = call(run, "POST", "/api/v1/auth/login", credentials(run))["access"]
    assert call(run, "GET", "/api/v1/products?limit=1")["items"]
    made = {"name": "Stool", "price": {"amount": "10.00", "currency": "USD"}, "stock": 3}
    call(run, "POST", "/api/v1/products", made, Authorization=f"Bearer {token}")
    assert run.ended(signal.SIGINT) == 0
    stopped = [line.split()[0] for line in run.said.splitlines() if "stopped (" in line]
    assert stopped == ["api", "live", "beat", "flusher", "worker"]
    assert call(start(APPLICATION).ready(280), "GET", "/api/v1/products/stool")["name"] == "Stool"


def hear(run: Started, story: str, *arguments: str) -> None:
    """From the generated client, which `make client` has made: mails and visits go through every process."""
    told = told_by(run)
    ended = subprocess.run(
        [sys.executable, str(STORIES / story), *arguments],
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'build/client'}:{ROOT}",
            "PASSWORD": told["admin_password"],
            "MAIL_DIR": told["mail_dir"],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
