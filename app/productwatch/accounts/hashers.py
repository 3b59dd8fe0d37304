"""Password hashes: argon2id, and never more of them at once than a pod has memory for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore

from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION, Type, verify_secret
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from productwatch.platform.problems import Unavailable

AT_ONCE = 2
LONGEST_WAIT = 0.1
"""Seconds in which a hash may wait for another to end; a hash takes about a third of it."""

_slots = BoundedSemaphore(AT_ONCE)


class BoundedArgon2(Argon2PasswordHasher):
    """argon2id, usually with 19 MiB, two passes and one lane (OWASP's password storage cheat sheet).

    Unavailable is raised where two hashes run already and neither ends soon.
    """

    def __init__(self) -> None:
        self.memory_cost, self.time_cost, self.parallelism = settings.ARGON2
        parameters = f"m={self.memory_cost},t={self.time_cost},p={self.parallelism}"
        self._start = f"argon2$argon2id$v={ARGON2_VERSION}${parameters}$"

    def encode(self, password: str, salt: str) -> str:
        with _slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """By the library's quickest way: Django's reads the hash's parameters in Python before that."""
        with _slot(), suppress(VerificationError):
            return verify_secret(encoded.removeprefix("argon2").encode(), password.encode(), Type.ID)
        return False

    def must_update(self, encoded: str) -> bool:
        """Where it was made with other parameters."""
        return not encoded.startswith(self._start)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=LONGEST_WAIT):
        raise Unavailable("Too many people are signing in at this moment; try again in a second.", retry_after=1)
    try:
        yield
    finally:
        _slots.release()
