"""Settings from the environment: each NAME may come as NAME_FILE, the path of a file that holds it.

What is missing or wrong stops the process with one line that says what to set; a secret's value is never shown.
"""

import os
import re
from collections.abc import Callable
from email.headerregistry import HeaderRegistry
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Value = TypeVar("Value")
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?")


def text(name: str, default: str | None = None) -> str:
    """The setting; `default` where it is not set, and an end with a message where there is no default either."""
    found = optional(name)
    if found is None:
        found = default
    if found is None:
        refuse(f"{name} is not set: set {name}, or {name}_FILE to the path of a file that holds it")
    return found


def optional(name: str) -> str | None:
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{name}_FILE names {path}, which cannot be read: {getattr(error, 'strerror', None) or error}")


def path(name: str) -> Path | None:
    found = os.environ.get(name)
    return Path(found) if found else None


def parsed(name: str, parse: Callable[[str], Value], default: str, expected: str) -> Value:
    """The setting as `parse` reads it; `expected` tells the user what it should look like."""
    found = text(name, default)
    try:
        return parse(found)
    except ValueError:
        refuse(f"{name} is {found!r}: it must be {expected}")


def whole(name: str, default: int) -> int:
    return parsed(name, int, str(default), "a whole number")


def switch(name: str, *, default: bool) -> bool:
    return parsed(name, one_of("true", "false"), str(default).lower(), "true or false") == "true"


def long_secret(name: str, at_least: int = 32) -> str:
    found = text(name)
    if len(found) < at_least:
        refuse(f"{name} is too short: it must have at least {at_least} characters")
    return found


def public_url(name: str) -> str:
    """An http or https address with a host and nothing behind it."""
    found = text(name).rstrip("/")
    parts = urlsplit(found)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        refuse(f"{name} is {found!r}: it must be like https://shop.example.com, with no path")
    return found


def database(url: str, password: str | None) -> dict[str, object]:
    """Django's database settings of `postgresql://user:password@host:port/name?host=/socket/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        refuse("DATABASE_URL must be like postgresql://user@host:5432/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "productwatch.platform.postgres",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": password or unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", parts.port or ""),
        "OPTIONS": options,
    }


def redis(url: str, password: str | None) -> str:
    """`url` with the password in it, as redis-py takes it."""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        refuse("REDIS_URL must be like redis://host:6379/0 or unix:///path/of/a/socket?db=0")
    if not password:
        return url
    return parts._replace(netloc=f":{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}").geturl()


def broker(redis_url: str) -> str:
    """The same server as Celery names it: sockets have a scheme of their own there, certificates must be asked for."""
    parts = urlsplit(redis_url)
    if parts.scheme == "rediss":
        return parts._replace(query=urlencode({"ssl_cert_reqs": "required"} | dict(parse_qsl(parts.query)))).geturl()
    if parts.scheme != "unix":
        return redis_url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.netloc}{parts.path}?virtual_host={number}"


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name; ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def one_of(*names: str) -> Callable[[str], str]:
    def parse(found: str) -> str:
        if found not in names:
            raise ValueError(found)
        return found

    return parse


def header(found: str) -> str:
    """The name of an HTTP header, or nothing; ValueError where it is none."""
    if not re.fullmatch(r"[A-Za-z0-9-]{0,100}", found):
        raise ValueError(found)
    return found


def origins(found: str) -> list[str]:
    """Origins as browsers send them, with commas between, or `*`; ValueError where one is none."""
    names = [name.strip() for name in found.split(",") if name.strip()]
    if not all(name == "*" or _ORIGIN.fullmatch(name) for name in names):
        raise ValueError(found)
    return names


def at_least(least: int) -> Callable[[str], int]:
    def parse(found: str) -> int:
        if int(found) < least:
            raise ValueError(found)
        return int(found)

    return parse


ARGON2 = "19456/2/1"
"""Of OWASP's password storage cheat sheet."""


def argon2(found: str) -> tuple[int, int, int]:
    """What a hash of a password takes: memory in KiB (OWASP asks for 7168 at least), passes, lanes."""
    memory, passes, lanes = map(int, found.split("/"))
    if memory < 7168 or passes < 1 or lanes < 1:
        raise ValueError(found)
    return memory, passes, lanes


def sender(found: str) -> str:
    """A mail address with or without a name before it; ValueError where it is none."""
    try:
        header: Any = HeaderRegistry()("from", found)
    except IndexError:  # how Python's parser fails at a missing domain
        raise ValueError(found) from None
    if header.defects or len(header.addresses) != 1 or not header.addresses[0].domain:
        raise ValueError(found)
    return found


def refuse(message: str) -> NoReturn:
    raise SystemExit(f"productwatch: {message}")
