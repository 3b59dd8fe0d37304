"""What every test stands on: real servers, settings made for it alone, and an end that names what could not run.

The servers are started once, also where several workers share them: each worker has a database and a Redis number of
its own. DATABASE_URL and REDIS_URL name other servers; there, too, only databases of the tests' own are touched.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import settings as hypothesis_settings

from productwatch_local.problems import CannotStart
from productwatch_local.servers import Servers
from productwatch_operator.signing_keys import ring

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
REDIS_NUMBERS = 16
LIMITS = ("READS", "WRITES", "VISITS", "SUGGESTIONS", "SIGN_IN", "SIGN_IN_DAILY", "REFRESH")
GUESSES = ("PASSWORD_TRIES", "STRANGERS_TRIES", "CODE_TRIES")
OURS = (
    *("MEDIA_DIR", "MEDIA_URL", "S3_BUCKET", "S3_ENDPOINT", "MAX_IMAGE_BYTES", "MAX_IMAGE_PIXELS", "MAX_IMPORT_BYTES"),
    *("MAIL_DIR", "SENDGRID_API_KEY", "SENDGRID_URL", "TRUSTED_PROXIES", "DATABASE_POOL_SIZE", "LOG_LEVEL"),
    *(
        "VISIT_WINDOW_SECONDS",
        "CACHE_REDIS_URL",
        "VISIT_BACKLOG",
        "VISIT_BOT_PACE",
        "VISIT_BOT_MARKS",
        "HONOUR_OPT_OUT",
        "COUNTRY_HEADER",
    ),
    *("REQUIRE_IF_MATCH", "LISTS_SHARED_SECONDS", "CORS_ORIGINS"),
    *("AUDIT_DAYS", "MAIL_DAYS"),
    "JOBS_AT_ONCE",
    *("ADMIN_ENABLED", "ADMIN_NEEDS_SECOND_FACTOR"),
    *("OPENID_ISSUERS", "OPENID_PAGES"),
    *("RATE_LIMITS_ENABLED", *(f"RATE_LIMIT_{name}" for name in (*LIMITS, *GUESSES))),
)
"""Settings whose defaults the tests tell of: what a developer's shell has set is not seen."""

hypothesis_settings.register_profile("shared-machine", deadline=None)
hypothesis_settings.load_profile("shared-machine")


def prepared(folder: Path) -> Servers:
    """Sets what Django's settings are read from, before anything reads them."""
    servers = Servers.anew(folder / "servers", durable=False)
    signing_keys = folder / "signing-keys.json"
    signing_keys.write_text(ring.dumps(ring.first_ring()))
    for name in OURS:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(
        ARGON2="7168/1/1",  # the least that is taken: a fifth of what a hash costs elsewhere
        DATABASE_URL=servers.database_url,
        HEARTBEAT_FILE=str(folder / "heartbeat"),
        LOG_FORMAT="text",
        MEDIA_DIR=str(folder / "media"),
        PUBLIC_URL="http://testserver",
        REDIS_URL=servers.redis_url,
        SECRET_KEY=secrets.token_urlsafe(48),
        DATA_KEY=secrets.token_urlsafe(48),
        SIGNING_KEYS_FILE=str(signing_keys),
    )
    return servers


def numbered(url: str) -> str:
    """The URL of this worker's own Redis database; counted from the end, so that it is nobody's first."""
    number = REDIS_NUMBERS - 1 - int(WORKER.removeprefix("gw") or 0)
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{number}"


if not WORKER:
    FOLDER = Path(tempfile.mkdtemp(prefix="pw-tests-"))
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
    SERVERS = prepared(FOLDER)
os.environ["REDIS_URL"] = numbered(os.environ["REDIS_URL"])


def pytest_configure(config: pytest.Config) -> None:
    if WORKER:
        return
    config.add_cleanup(SERVERS.stop)
    if not config.option.collectonly:
        try:
            SERVERS.start()
        except CannotStart as reason:
            raise pytest.UsageError(str(reason)) from None


@pytest.fixture(scope="session")
def redis_server() -> Iterator["redis.Redis"]:
    """This worker's Redis database, for tests that look into it."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names what could not run here, with the reason."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("could not run here", sep="-")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count} test{'s' if count > 1 else ''}: {reason}")
