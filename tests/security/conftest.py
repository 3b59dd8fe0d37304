"""One run for all attacks, as `make run` starts it, behind one proxy that it believes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.openid_issuer import CLIENT, SECRET, running
from tests.local.running import APPLICATION, Started, free_ports
from tests.security.target import Target


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("security") / "run"
    with running() as issuer:
        shop = {"URL": issuer.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "VOUCHES_FOR": "example.com"}
        knows = {"OPENID_ISSUERS": "shop"} | {f"OPENID_SHOP_{name}": value for name, value in shop.items()}
        run = _on_servers_of_its_own(folder, TRUSTED_PROXIES="1", **knows, **free_ports())
        found = Target(run.ready(280).folder, issuer)
        yield found
        found.close()
        run.process.terminate()
        run.process.wait(60)


def _on_servers_of_its_own(folder: Path, **environment: str) -> Started:
    """Those of the tests' are hidden while it starts, and no longer: the fixture lives as long as other tests do."""
    with pytest.MonkeyPatch.context() as hidden:
        for name in ("DATABASE_URL", "REDIS_URL"):
            hidden.delenv(name, raising=False)
        return Started(APPLICATION, folder, "run", **environment)
