"""A folder instead of a provider: each mail becomes a file that any mail program opens."""

import logging
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from pathlib import Path

from django.conf import settings

from productwatch.notifications.machine import Accepted, Later, Outcome
from productwatch.notifications.transports.interface import Letter
from productwatch.platform import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EmlFolder:
    folder: Path

    def __str__(self) -> str:
        return f"mail goes to files in {self.folder}"

    def send(self, letter: Letter) -> Outcome:
        """Writes `<kind>-<delivery id>.eml`, whole or not at all; sent again, it replaces itself."""
        path = self.folder / f"{letter.kind}-{letter.delivery_id}.eml"
        unfinished = path.with_suffix(".unfinished")
        message = _message(letter)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(path)
        except OSError as error:
            logger.error("mail waits: MAIL_DIR cannot be written (%s)", error.strerror)  # noqa: TRY400 - one line
            return Later(f"folder: {error.strerror}")
        return Accepted(message["Message-ID"])


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(SMTP if letter.to.isascii() else SMTPUTF8)
    message["From"] = settings.MAIL_FROM
    message["To"] = letter.to
    message["Subject"] = letter.mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.delivery_id}@{parseaddr(settings.MAIL_FROM)[1].rpartition('@')[2]}>"
    message.set_content(letter.mail.text)
    message.add_alternative(letter.mail.html, subtype="html")
    return message
