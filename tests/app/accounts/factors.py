"""An authenticator app, and how somebody comes to one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp

from productwatch.platform import clock
from tests.app.accounts.calling import PASSWORD, asked, refreshed, signed_in

STEP = timedelta(seconds=30)


@dataclass
class App:
    """What its owner has: the app's secret, the recovery codes, and the session in which it was set up."""

    secret: str
    recovery_codes: list[str]
    session: dict[str, Any]

    def code(self, steps: int = 0) -> str:
        """That of now, or of so many time steps later."""
        return code_of(self.secret, steps)


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + steps * STEP)


def begun(access: str) -> str:
    """The secret of a second factor that waits for its first code."""
    answer = asked("POST", "second-factor", access, {"password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["secret"])


def enrolled(email: str) -> App:
    session = signed_in(email)
    secret = begun(session["access"])
    answer = asked("POST", "second-factor/confirm", session["access"], {"code": code_of(secret, -1)})
    assert answer.status_code == 200, answer.content
    return App(secret, answer.json()["recovery_codes"], refreshed(session["refresh"]))
