"""The generated client (`make client`) tells its stories through the ingress."""

import os
import subprocess
import sys

from tests.cluster.environment import ROOT
from tests.cluster.shop import Person, Shop
from tests.cluster.sink import Sink


def test_tells_the_whole_story(shop: Shop, admin: Person, mails: Sink) -> None:
    hear(shop, admin, mails, "story.py", admin.email)


def test_tells_an_accounts_whole_life(shop: Shop, admin: Person, mails: Sink) -> None:
    hear(shop, admin, mails, "account.py")


def hear(shop: Shop, admin: Person, mails: Sink, story: str, *arguments: str) -> None:
    environment = shop.environment
    told = {
        "HOST": environment.host,
        "PASSWORD": admin.password,
        "PYTHONPATH": f"{ROOT / 'build/client'}:{ROOT}",
        "MAILS_URL": mails.url,
    }
    command = [sys.executable, str(ROOT / "tests/openapi" / story), environment.ingress_url, *arguments]
    ended = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
