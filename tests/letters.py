"""Mails in a folder (MAIL_DIR), as their readers find them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_CODE = re.compile(r"^[\w-]{43}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Letter:
    kind: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def token(self) -> str:
        return token_in(self.text)

    @property
    def links(self) -> list[str]:
        return re.findall(r"http\S+", self.text)


def token_in(text: str) -> str:
    """The code that the reader of a mail follows, or types."""
    found = _CODE.search(text)
    assert found, text
    return found[0]


def tokens_in(texts: Iterable[str]) -> list[str]:
    """Those of the mails that hold one."""
    return [found[0] for text in texts if (found := _CODE.search(text))]


def files_in(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)


def letter_in(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), EmailMessage, policy=default)
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    return Letter(file.name.split("-")[0], message["To"], message["Subject"], text, html)


def letters_to(address: str, folder: Path) -> list[Letter]:
    """The oldest first."""
    return [letter for letter in map(letter_in, files_in(folder)) if letter.to == address]
