"""A life with an account: it leaves something in every part of what is kept."""

from dataclasses import dataclass
from datetime import timedelta
from json import dumps
from typing import Any
from uuid import UUID

from django.test import Client

from productwatch.accounts.models import EmailChange, Passkey, Purpose, Registration, SecondFactor, User
from productwatch.accounts.selectors import Recipient
from productwatch.accounts.services import one_time_tokens, recovery_codes
from productwatch.audit.actors import THE_SYSTEM
from productwatch.catalog.services.files import exports, imports
from productwatch.notifications import services as notifications
from productwatch.visits import periods
from productwatch.visits.services import exporting
from tests.app.accounts.calling import PASSWORD, refreshed, signed_in

MARKS = ("ottilie.marked", "Ottilie's program", "Ottilie herself")
"""Of the address, of a name that she gave, and of a mail for her alone."""

PRICES = {"old": {"amount": "10.00", "currency": "USD"}, "new": {"amount": "9.00", "currency": "USD"}}


@dataclass(frozen=True)
class Life:
    id: UUID
    email: str
    access: str
    key: str
    exports: str = "/api/v1/auth/account/exports"

    def asks(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        all_headers = {"Authorization": f"Bearer {self.access}"} | headers
        content = "" if body is None else dumps(body)
        return Client().generic(method, path, content, "application/json", headers=all_headers)

    def begins_an_export(self) -> str:
        answer = self.asks("POST", self.exports, {"password": PASSWORD})
        assert answer.status_code == 202, answer.content
        return str(answer["Location"])

    def erases_the_account(self, **body: str) -> Any:
        return self.asks("DELETE", "/api/v1/auth/account", {"password": PASSWORD} | body)


def lived(user: User) -> Life:
    access = refreshed(signed_in(user.email)["refresh"])["access"]
    life = Life(user.id, user.email, access, "")
    wish = {"name": MARKS[1], "scopes": ["users.read"], "password": PASSWORD}
    key = life.asks("POST", "/api/v1/auth/keys", wish).json()["key"]
    body = {"name": "Stool", "price": PRICES["old"], "slug": "stool"}
    assert life.asks("POST", "/api/v1/products", body).status_code == 201
    assert life.asks("PUT", "/api/v1/products/stool/follow").status_code == 204
    _jobs(user.id)
    _mails(user)
    one_time_tokens.give(user.id, Purpose.RESET_PASSWORD, timedelta(hours=1))
    life.asks("PATCH", f"/api/v1/users/{user.id}", {"is_active": True}, **{"Idempotency-Key": "marked"})
    life.asks("GET", "/api/v1/products/stool/history")
    SecondFactor.objects.create(user=user, secret=b"sealed")
    recovery_codes.make(user)
    Passkey.objects.create(user=user, name=MARKS[1], credential_id=b"held", public_key=b"half")
    user.identities.create(issuer="https://login.example.com", subject=MARKS[0])
    EmailChange.objects.create(user=user, email="the.new.ottilie.marked@example.com")
    Registration.objects.create(email=user.email, password="!")
    return Life(user.id, user.email, access, key)


def _jobs(user_id: UUID) -> None:
    imports.begin([b"slug,name,price,currency\na,A,1,EUR\n"], "csv", dry_run=True, stops=False, by=user_id)
    exports.begin(exports.EVERYTHING, "csv", by=user_id)
    exporting.begin("series", periods.asked_for(None, None, "UTC"), user_id=user_id, by=THE_SYSTEM)


def _mails(user: User) -> None:
    """One that is open, of a change that others heard of, and one for her alone."""
    context = {"slug": "stool", "name": "Stool", **PRICES}
    both = [Recipient(user.id, user.email), Recipient(UUID(int=1), "other@example.com")]
    notifications.queue_mail("price_change", "event:both", both, context)
    notifications.queue_mail("price_change", "event:alone", both[:1], context | {"name": MARKS[2]})
