"""How hard a password is to guess: by what it is made of, not by which kinds of characters it has."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn_rs_py import zxcvbn

LEAST = 3
"""zxcvbn's score of what more than 10^8 guesses do not find; 4 is the best."""

LOOKED_AT = 24
"""Characters. Looking at 128 of the worst kind takes a second, at these 50 ms; what follows them only adds."""


class HardToGuess:
    """A validator of Django's, by zxcvbn (Wheeler, USENIX Security 2016); the user's address counts as known."""

    def validate(self, password: str, user: Any = None) -> None:
        address = getattr(user, "email", "")
        known = [address, *address.replace("@", ".").split(".")]
        if int(zxcvbn(password[:LOOKED_AT], known).score) < LEAST:
            raise ValidationError("This password is easy to guess: take a few words that do not belong together.")

    def get_help_text(self) -> str:
        return "Your password must be hard to guess, as a few words are that do not belong together."
