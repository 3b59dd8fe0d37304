"""The OpenID issuers that people may sign in by, from the environment: OPENID_ISSUERS names them."""

import re

from productwatch.config import environment
from productwatch.platform.openid.issuers import ALL_ADDRESSES, GOOGLE, Issuer, is_address, is_loopback

_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
_PAGE = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


def issuers(public_url: str) -> dict[str, Issuer]:
    names = environment.parsed("OPENID_ISSUERS", _names, "", "names like google,corp of a-z, 0-9 and -, each once")
    return {name: _issuer(name, public_url) for name in names}


def pages() -> frozenset[str]:
    """Of our own, where a browser may go on once an issuer has sent it back."""
    return environment.parsed("OPENID_PAGES", _pages, "", "paths of this host like /signed-in, with commas between")


def _issuer(name: str, public_url: str) -> Issuer:
    prefix = f"OPENID_{name.upper().replace('-', '_')}"
    url = environment.text(f"{prefix}_URL", GOOGLE if name == "google" else None)
    if not is_address(url, local=is_loopback(url) and public_url.startswith("http:")) or "?" in url:
        environment.refuse(f"{prefix}_URL is {url!r}: it must be the issuer's own name, like https://login.example.com")
    return Issuer(
        name=name,
        label=environment.text(f"{prefix}_LABEL", name.replace("-", " ").title()),
        url=url,
        client_id=environment.text(f"{prefix}_CLIENT_ID"),
        client_secret=environment.text(f"{prefix}_CLIENT_SECRET"),
        vouches_for=environment.parsed(
            f"{prefix}_VOUCHES_FOR", _domains, "", "mail domains like example.com, with commas between, or *"
        ),
    )


def _listed(found: str) -> list[str]:
    return [each.strip() for each in found.split(",") if each.strip()]


def _names(found: str) -> list[str]:
    names = _listed(found)
    if len(set(names)) != len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise ValueError(found)
    return names


def _domains(found: str) -> frozenset[str]:
    if not all(each == ALL_ADDRESSES or _DOMAIN.fullmatch(each) for each in _listed(found)):
        raise ValueError(found)
    return frozenset(_listed(found))


def _pages(found: str) -> frozenset[str]:
    if not all(_PAGE.fullmatch(each) for each in _listed(found)):
        raise ValueError(found)
    return frozenset(_listed(found))
