"""`ready.json`: there while everything runs, for scripts that want to go on from there."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from productwatch_local.ports import Ports
from productwatch_local.settings import ADMIN_EMAIL

Ready = dict[str, str]


def ready(folder: Path, ports: Ports) -> Ready:
    return {
        "url": f"http://localhost:{ports.public}",
        "live_url": f"http://localhost:{ports.live}/api/v1/analytics/live",
        "admin_email": ADMIN_EMAIL,
        "admin_password": (folder / "keys/admin-password").read_text(),
        "mail_dir": str(folder / "mail"),
        "metrics_url": f"http://localhost:{ports.internal}/metrics",
    }


def ports_of(folder: Path) -> Ports | None:
    """Where the run in this folder listens; None where none is ready."""
    try:
        content = json.loads((folder / "ready.json").read_text())
    except FileNotFoundError:
        return None
    public, internal = (urlsplit(content[name]).port for name in ("url", "metrics_url"))
    return Ports(public or 80, internal or 80)


def write(folder: Path, content: Ready) -> None:
    """Whole at once, and for its owner's eyes."""
    unfinished = folder / "ready.unfinished"
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    unfinished.rename(folder / "ready.json")


def forget(folder: Path) -> None:
    (folder / "ready.json").unlink(missing_ok=True)


def banner(content: Ready, seconds: float) -> str:
    return f"""
Product Watch is ready, after {seconds:.1f} s.

  API        {content["url"]}/api/v1/products
  Documents  {content["url"]}/api/docs
  Live       {content["live_url"]}
  Admin      {content["admin_email"]}, password {content["admin_password"]}
  Mails      {content["mail_dir"]}
  Metrics    {content["metrics_url"]}

Ctrl-C stops it; its data stay until `make run-reset`.
"""
