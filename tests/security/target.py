"""Whom the attacks are tried on: a running Product Watch, its admin, its mails, and people who use it."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from productwatch_local.processes import until
from tests.letters import Letter, letters_to

if TYPE_CHECKING:
    from tests.app.openid_issuer import Server

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a confirmed account; `client` asks from an address of their own."""

    email: str
    password: str
    client: httpx.Client

    def sign_in(self, **more: str) -> httpx.Response:
        return self.client.post(f"{API}/auth/login", json={"email": self.email, "password": self.password} | more)

    def tokens(self, **more: str) -> dict[str, str]:
        pair: dict[str, str] = self.sign_in(**more).raise_for_status().json()
        return pair

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens()['access']}"}


class Target:
    """A run in `folder`, which tells in ready.json where it is; it has to trust one proxy."""

    def __init__(self, folder: Path, issuer: "Server | None" = None) -> None:
        """`issuer` is what the run knows as `shop`, where that is in our hands."""
        self._issuer = issuer
        told = json.loads((folder / "ready.json").read_text())
        self.url: str = told["url"]
        self._mails = folder / "mail"
        self._clients: list[httpx.Client] = []
        self.admin = Person(told["admin_email"], told["admin_password"], self.stranger())

    @property
    def has_issuer(self) -> bool:
        return self._issuer is not None

    @property
    def issuer(self) -> "Server":
        assert self._issuer, "the run knows no issuer of ours"
        return self._issuer

    def stranger(self) -> httpx.Client:
        """Somebody from an address that nobody else has."""
        address = f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"
        client = httpx.Client(base_url=self.url, timeout=30, headers={"X-Forwarded-For": address}, trust_env=False)
        self._clients.append(client)
        return client

    def customer(self) -> Person:
        """Somebody new."""
        person = Person(f"{secrets.token_hex(6)}@example.com", secrets.token_urlsafe(15), self.stranger())
        given = {"email": person.email, "password": person.password}
        person.client.post(f"{API}/auth/register", json=given).raise_for_status()
        self.confirm(self.token_mailed_to(person.email)).raise_for_status()
        return person

    def confirm(self, token: str, **more: str) -> httpx.Response:
        return self.stranger().post(f"{API}/auth/confirm", json={"token": token} | more)

    def token_mailed_to(self, email: str, *, number: int = 1) -> str:
        """That of the latest of so many mails to the address, which may be on their way."""
        assert until(lambda: len(self.mails_to(email)) >= number, patience=60), f"no mail to {email}"
        return self.mails_to(email)[-1].token

    def mails_to(self, email: str) -> list[Letter]:
        """The oldest first."""
        return letters_to(email, self._mails)

    def until_refused(self, path: str, bearer: dict[str, str]) -> bool:
        """Whether it is, within a minute."""
        asker = self.stranger()
        return until(lambda: asker.get(f"{API}{path}", headers=bearer).status_code == 401, patience=60)

    def close(self) -> None:
        for client in self._clients:
            client.close()
