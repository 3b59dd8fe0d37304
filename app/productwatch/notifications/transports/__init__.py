"""Ways for a mail to leave, chosen anew for each: SendGrid where there is a key, else a folder if named, else none."""

import logging
import os
from pathlib import Path

from django.conf import settings

from productwatch.notifications.transports.eml import EmlFolder
from productwatch.notifications.transports.interface import Letter, Transport
from productwatch.notifications.transports.off import Off
from productwatch.notifications.transports.sendgrid import SendGrid

__all__ = ["Letter", "Transport", "announce", "chosen"]

logger = logging.getLogger(__name__)


def chosen() -> Transport:
    """OSError where the key's file is there and cannot be read: such mail waits, it is not dropped."""
    if key := _api_key():
        return SendGrid(key, settings.SENDGRID_URL)
    return EmlFolder(settings.MAIL_DIR) if settings.MAIL_DIR else Off()


def announce() -> None:
    """Says once, as a worker starts, where mail goes."""
    try:
        transport = chosen()
    except OSError as error:
        logger.error("mail waits: SENDGRID_API_KEY_FILE cannot be read (%s)", error.strerror)  # noqa: TRY400 - one line
        return
    logger.log(logging.WARNING if isinstance(transport, Off) else logging.INFO, "%s", transport)


def _api_key() -> str | None:
    """The key as it is now: its file changes when the key is rotated, and its absence means that mail is off."""
    path = os.environ.get("SENDGRID_API_KEY_FILE")
    if not path:
        return os.environ.get("SENDGRID_API_KEY") or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
