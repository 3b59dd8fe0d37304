"""No mail: each delivery is written down as withheld."""

from dataclasses import dataclass

from productwatch.notifications.machine import Outcome, Withheld
from productwatch.notifications.transports.interface import Letter


@dataclass(frozen=True, slots=True)
class Off:
    def __str__(self) -> str:
        return (
            "mail is off: set SENDGRID_API_KEY (or SENDGRID_API_KEY_FILE) to send it, or MAIL_DIR to keep it as files"
        )

    def send(self, letter: Letter) -> Outcome:  # noqa: ARG002 - a transport's signature
        return Withheld("mail_off")
