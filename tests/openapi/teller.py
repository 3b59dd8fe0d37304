"""What the stories share: clients of the installation that is told to, mails, and waiting."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

from productwatch_client import AuthenticatedClient, Client
from productwatch_client.api.auth import confirm_registration, login, register
from productwatch_client.models import Confirmation, Credentials, MailSent, Problem, Registration, Tokens

from tests.letters import letters_to, tokens_in

PATIENCE = 60.0
"""Seconds until what is done in the background must have been done."""

T = TypeVar("T")


def told(answer: object, kind: type[T]) -> T:
    """The answer, which is of that kind; a problem is shown as what it is."""
    assert isinstance(answer, kind), answer
    return answer


def signed_in(url: str, email: str, password: str) -> AuthenticatedClient:
    with Client(url, headers=named()) as client:
        tokens = told(login.sync(client=client, body=Credentials(email, password)), Tokens)
    return AuthenticatedClient(url, tokens.access, headers=named())


def named() -> dict[str, str]:
    """A dictionary for each client: the one who signs in writes the token into it."""
    return {"Host": os.environ["HOST"]} if "HOST" in os.environ else {}


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, holds
        time.sleep(0.2)


def registered(url: str, email: str, password: str) -> AuthenticatedClient:
    """Somebody new, who has followed the mail and signed in."""
    with Client(url, headers=named()) as client:
        told(register.sync(client=client, body=Registration(email, password)), MailSent)
        assert told(login.sync(client=client, body=Credentials(email, password)), Problem).status == 401
        confirmation = Confirmation(token_mailed_to(email))
        assert confirm_registration.sync_detailed(client=client, body=confirmation).status_code == 204
    return signed_in(url, email, password)


def token_mailed_to(email: str, number: int = 1) -> str:
    """That of the mail of that number, of those to the address that hold one."""
    until(lambda: len(tokens_in(texts_to(email))) >= number)
    return tokens_in(texts_to(email))[number - 1]


def texts_to(email: str) -> list[str]:
    """The mails to the address, as text."""
    if "MAILS_URL" in os.environ:
        with urlopen(os.environ["MAILS_URL"]) as answer:
            return [mail["contents"]["text/plain"] for mail in json.load(answer) if mail["to"] == email]
    return [letter.text for letter in letters_to(email, Path(os.environ["MAIL_DIR"]))]
