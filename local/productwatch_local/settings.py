"""The application's settings on one machine: secrets are made once and kept, the rest follows from the folder."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from productwatch_local.ports import Ports
from productwatch_local.servers import Servers
from productwatch_operator.signing_keys import ring

ADMIN_EMAIL = "admin@example.com"


def environment(folder: Path, servers: Servers, ports: Ports) -> dict[str, str]:
    """For every process of the application; what the caller's environment says of mail, reports and logs stays."""
    keys = folder / "keys"
    made = {
        "PUBLIC_URL": f"http://localhost:{ports.public}",
        "INTERNAL_HOST": "127.0.0.1",
        "INTERNAL_PORT": str(ports.internal),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "SECRET_KEY_FILE": kept(keys / "secret-key", _random),
        "DATA_KEY_FILE": kept(keys / "data-key", _random),
        "SIGNING_KEYS_FILE": kept(keys / "signing-keys.json", lambda: ring.dumps(ring.first_ring())),
        "ADMIN_EMAIL": ADMIN_EMAIL,
        "ADMIN_PASSWORD_FILE": kept(keys / "admin-password", lambda: secrets.token_urlsafe(15)),
        "MAIL_DIR": str(mail_folder(folder)),
        "MEDIA_DIR": str(folder / "media"),
        "HEARTBEAT_FILE": str(folder / "heartbeat"),
        "DJANGO_SETTINGS_MODULE": "productwatch.config.settings",
        "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
    }
    return {"LOG_FORMAT": "text"} | os.environ | made


def kept(path: Path, make: Callable[[], str]) -> str:
    """The path of a private file that holds what `make` made when it was first asked for."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        unfinished.rename(path)
    return str(path)


def _random() -> str:
    return secrets.token_urlsafe(48)


def mail_folder(folder: Path) -> Path:
    """Where mails lie that no key sends."""
    place = folder / "mail"
    place.mkdir(mode=0o700, exist_ok=True)
    return place
