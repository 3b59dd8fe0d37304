"""Whom we believe who somebody is."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

GOOGLE = "https://accounts.google.com"
ALL_ADDRESSES = "*"

_GOOGLES_OWN = frozenset({"gmail.com", "googlemail.com"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as an issuer tells of them: `subject` stays the same, whatever the address becomes."""

    issuer: str
    subject: str
    email: str | None = None
    email_verified: bool = False
    hosted_domain: str | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer and what we are to it; `vouches_for` are the mail domains whose addresses are its own to give."""

    name: str
    label: str
    url: str
    client_id: str
    client_secret: str = field(repr=False)
    vouches_for: frozenset[str] = frozenset()

    def vouches(self, person: Person) -> bool:
        """Whether whoever it says has the address has it, now and not only once.

        Google says for which ones it does: those of Gmail, and those of the domains that it hosts
        (https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload).
        """
        if not person.email or not person.email_verified:
            return False
        domain = person.email.rpartition("@")[2]
        if self.url == GOOGLE and (domain in _GOOGLES_OWN or domain == person.hosted_domain):
            return True
        return ALL_ADDRESSES in self.vouches_for or domain in self.vouches_for

    @property
    def is_local(self) -> bool:
        """A developer's own, on this machine: it alone is asked without TLS."""
        return is_loopback(self.url)


def is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def is_address(url: object, *, local: bool) -> bool:
    """Whether a server can be asked there safely: by https and with nothing that confuses, or on this machine."""
    if not isinstance(url, str) or not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return False
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    fits = parts.scheme == "https" or (local and is_loopback(url))
    return whole and fits and "@" not in parts.netloc and not parts.fragment
