"""What notifications do: follow, queue, send, repeat."""

from productwatch.notifications.mails import Context, Mail, mail_kind, rendered
from productwatch.notifications.models import Delivery
from productwatch.notifications.services.accounts import queue_account_mail
from productwatch.notifications.services.following import follow, unfollow
from productwatch.notifications.services.forgetting import forget_old
from productwatch.notifications.services.queueing import fan_out, queue_mail, tell_followers
from productwatch.notifications.services.repricing import tell_of_each, tell_of_import
from productwatch.notifications.services.resending import resend
from productwatch.notifications.services.sending import send, send_due
from productwatch.notifications.transports import announce as announce_mail

Why = Delivery.Why

__all__ = [
    "Context",
    "Mail",
    "Why",
    "announce_mail",
    "fan_out",
    "follow",
    "forget_old",
    "mail_kind",
    "queue_account_mail",
    "queue_mail",
    "rendered",
    "resend",
    "send",
    "send_due",
    "tell_followers",
    "tell_of_each",
    "tell_of_import",
    "unfollow",
]
