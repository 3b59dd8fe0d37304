"""Mails that accounts ask for: queued whatever one follows, and no more of them than somebody can mean."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from productwatch.accounts.mails import Mail
from productwatch.accounts.selectors import recipient_of
from productwatch.events.services import EventRecord
from productwatch.notifications import selectors
from productwatch.notifications.models import Delivery
from productwatch.notifications.services.queueing import queue_mail
from productwatch.platform import clock
from productwatch.platform.keyed_hash import keyed_hash

logger = logging.getLogger(__name__)

AT_MOST, WITHIN = 4, timedelta(hours=4)
"""Mails of one kind to one address. No token works for a shorter time, so whoever gets no further mail has one that
works: a stranger who asks for mails to an address keeps nobody out."""


@transaction.atomic
def queue_account_mail(event: EventRecord) -> None:
    """Queues the mail that the event asks for; silently none where there is nobody, or where there were enough."""
    mail, subject = Mail(event.payload["mail"]), UUID(event.subject)
    recipient = recipient_of(mail, subject)
    if recipient is None:
        return
    _one_at_a_time(recipient.email)
    if selectors.account_mails(recipient.email, mail, clock.now() - WITHIN) >= AT_MOST:
        logger.info("an account's mail is left out: its address has had enough", extra={"kind": mail.value})
        return
    queue_mail(mail, f"event:{event.id}", [recipient], {"subject": event.subject}, why=Delivery.Why.ACCOUNT)


def _one_at_a_time(address: str) -> None:
    """Until the transaction ends nobody else counts the mails of this address."""
    name = keyed_hash("account-mails", address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(name[:8], "big", signed=True)])
