"""Asking for a mail, in the transaction of what it tells of."""

from uuid import UUID

from productwatch.accounts.mails import Mail
from productwatch.events import services as events

WANTED = "account.mail_wanted"


def ask_for(mail: Mail, subject: UUID) -> None:
    """Notifications will queue and make it: the event tells which mail and of whom, neither address nor token."""
    events.record(WANTED, str(subject), {"mail": mail})
