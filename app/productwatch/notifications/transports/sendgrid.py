"""SendGrid, through its own library (POST /v3/mail/send of its Web API v3).

Only 202 is an acceptance. A call that fails before the whole request was written was surely not taken, neither was one
that is answered with 429, or with 503, which says that the API is not there; an answer that stays away, and any other
5xx, leave it open. The API has no idempotency key: what is uncertain can only be settled by waiting, or repeated.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message as Headers
from email.utils import parseaddr
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import URLError

import orjson
from django.conf import settings
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import ClickTracking, CustomArg, Email, Mail, OpenTracking, To, TrackingSettings

from productwatch.notifications.machine import Accepted, Later, Lost, Outcome, Refused
from productwatch.notifications.transports.interface import Letter
from productwatch.platform import clock

logger = logging.getLogger(__name__)
logging.getLogger("python_http_client").setLevel(logging.INFO)  # its debug lines hold the key and the body

SECONDS = 10
"""How long to wait for a connection, and for each piece of an answer."""

SETTING_AT_FAULT: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "SENDGRID_API_KEY",
    HTTPStatus.FORBIDDEN: "SENDGRID_API_KEY (its scopes) or MAIL_FROM (a sender that is not verified)",
}
REFUSALS: set[int] = {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


@dataclass(frozen=True, slots=True)
class SendGrid:
    key: str
    url: str

    def __repr__(self) -> str:
        return f"SendGrid({self.url!r})"

    def __str__(self) -> str:
        return f"mail goes through SendGrid at {self.url}"

    def send(self, letter: Letter) -> Outcome:
        api = SendGridAPIClient(self.key, self.url)
        api.client.timeout = SECONDS
        try:
            answer = api.send(_request(letter))
        except HTTPError as error:
            return _refusal(error)
        except URLError as error:
            return Later(f"not reached: {type(error.reason).__name__}")
        except (OSError, HTTPException) as error:
            return Lost(f"no answer: {type(error).__name__}")
        if answer.status_code != HTTPStatus.ACCEPTED:
            return _wrong(answer.status_code, "SENDGRID_URL", "is not what SendGrid answers")
        return Accepted((answer.headers.get("X-Message-Id") or "")[:200])


def _request(letter: Letter) -> Mail:
    name, address = parseaddr(settings.MAIL_FROM)
    mail = letter.mail
    request = Mail(Email(address, name or None), To(letter.to), mail.subject, mail.text, mail.html)
    request.add_custom_arg(CustomArg("delivery_id", str(letter.delivery_id)))
    request.tracking_settings = TrackingSettings(
        ClickTracking(enable=False, enable_text=False), OpenTracking(enable=False)
    )
    return request


def _refusal(error: HTTPError) -> Outcome:
    """What an answer other than 2xx means."""
    status = int(error.status_code)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Later("429", _asked(error.headers))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Later("503", _asked(error.headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Lost(f"{status}")
    if status in REFUSALS:
        return Refused(f"{status}: {_explanation(error.body)}")
    return _wrong(status, SETTING_AT_FAULT.get(status, "SENDGRID_URL"), _explanation(error.body))


def _wrong(status: int, setting: str, explanation: str) -> Later:
    """Mail waits until somebody has set right what the log names."""
    logger.error("mail waits: SendGrid answered %s, look at %s", status, setting)
    return Later(f"{status}: {explanation}")


def _asked(headers: Headers) -> timedelta:
    """How long the provider asks us to wait: seconds in Retry-After, or the moment in X-RateLimit-Reset."""
    for name, since in (("Retry-After", 0), ("X-RateLimit-Reset", int(clock.now().timestamp()))):
        value = headers.get(name, "")
        if value.isascii() and value.isdigit() and len(value) < 12:
            return timedelta(seconds=max(int(value) - since, 0))
    return timedelta()


def _explanation(body: bytes) -> str:
    """The first error that the body tells (`{"errors": [{"message": …}]}`)."""
    try:
        return str(orjson.loads(body)["errors"][0]["message"])
    except (ValueError, LookupError, TypeError):
        return "no explanation"
