"""Recovery codes: ten of eighty random bits each, shown once, known by keyed hashes, each good for one use."""

import re
from base64 import b32encode
from secrets import token_bytes

from productwatch.accounts.models import RecoveryCode, User
from productwatch.platform.keyed_hash import keyed_hash

HOW_MANY = 10
FORM = re.compile(r"[A-Z2-7]{16}")
_BYTES, _GROUP = 10, 4


def make(user: User) -> list[str]:
    """New ones in place of all that there were; call it in a transaction."""
    codes = [b32encode(token_bytes(_BYTES)).decode() for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(digest=_digest(user, code), user=user) for code in codes)
    return [_legible(code) for code in codes]


def use(user: User, code: str) -> bool:
    """Whether it is one of the user's, which it is no more: of two who come with it at once, one has it."""
    used, _ = RecoveryCode.objects.filter(digest=_digest(user, code), user=user).delete()
    return bool(used)


def _legible(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _digest(user: User, code: str) -> bytes:
    return keyed_hash("recovery-code", user.id.bytes, code)
