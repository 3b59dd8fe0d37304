"""Accounts: somebody who has one, and a session."""

from datetime import timedelta
from functools import cache

import jwt
import pyotp
from django.contrib.auth.hashers import make_password

from productwatch.accounts.models import (
    ApiKey,
    EmailChange,
    Passkey,
    RefreshFamily,
    Registration,
    Role,
    SecondFactor,
    User,
)
from productwatch.accounts.services import (
    ceremonies,
    confirming,
    email_changes,
    enrolment,
    keys,
    passkeys,
    resetting,
    sessions,
)
from productwatch.audit.actors import THE_SYSTEM
from productwatch.platform import clock
from tests.app.accounts.authenticator import Authenticator
from tests.app.contract.case import Call, Case

EMAIL, PASSWORD = "ann@example.com", "otter under the old bridge"
"""The document's example of credentials."""


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def an_account(rows: int) -> Call:
    User.objects.create(email=EMAIL, password=hashed())
    User.objects.bulk_create(User(email=f"{number}@example.com") for number in range(rows))
    return Call()


def a_session(rows: int) -> Call:
    an_account(rows)
    pair = sessions.sign_in(EMAIL, PASSWORD)
    for _ in range(rows):
        pair = sessions.refresh(pair.refresh)
    return Call(body={"refresh": pair.refresh})


def my_session(rows: int) -> Call:
    an_account(rows)
    pairs = [sessions.sign_in(EMAIL, PASSWORD) for _ in range(2)]
    sid = jwt.decode(pairs[0].access, options={"verify_signature": False})["sid"]
    return Call(path={"session_id": sid}, token=pairs[1].access)


def my_sessions(rows: int) -> Call:
    session = my_session(rows)
    mine = User.objects.get(email=EMAIL)
    for family in RefreshFamily.objects.bulk_create(RefreshFamily(user=mine) for _ in range(rows)):
        family.tokens.create(digest=family.id.bytes, issued_at=clock.now(), expires_at=clock.now() + timedelta(days=1))
    return Call(query={"limit": 100}, token=session.token)


def my_password(rows: int) -> Call:
    return Call(body={"current": PASSWORD, "new": "otters under the new bridge"}, token=my_session(rows).token)


def accounts(rows: int) -> Call:
    an_account(rows)
    return Call(query={"limit": 100})


def one_of_the_accounts(rows: int) -> Call:
    an_account(rows)
    return Call(query={"email": EMAIL, "role": "customer", "is_active": "true"})


def somebodys_account(rows: int) -> Call:
    my_sessions(rows)
    User.objects.create(email="the-other-admin@example.com", role=Role.ADMIN)
    mine = User.objects.get(email=EMAIL)
    return Call(path={"user_id": str(mine.id)}, body={"role": "editor"})


def my_keys(rows: int) -> Call:
    token = my_session(rows).token
    mine = User.objects.get(email=EMAIL)
    for number in range(rows):
        keys.make(mine.id, keys.Wish(f"program {number}", ["follows.write"], 1), THE_SYSTEM)
    return Call(query={"limit": 100}, token=token)


def my_key(rows: int) -> Call:
    call = my_keys(max(rows, 1))
    return Call(path={"key_id": str(ApiKey.objects.order_by("created_at")[0].id)}, token=call.token)


def a_new_key(rows: int) -> Call:
    return Call(body={"name": "nightly", "scopes": ["follows.write"], "password": PASSWORD}, token=my_keys(rows).token)


def a_registration(rows: int) -> Call:
    wishes = [Registration(email=EMAIL, password=hashed()) for _ in range(rows + 1)]
    Registration.objects.bulk_create(wishes)
    tokens = [confirming.token_for(wish.id) for wish in wishes]
    return Call(body={"token": tokens[0], "password": PASSWORD})


def a_second_factor(rows: int) -> Call:
    """Active since a time that any code of now comes after."""
    token = my_session(rows).token
    mine = User.objects.get(email=EMAIL)
    secret, _ = enrolment.begin(mine.id)
    app = pyotp.TOTP(secret)
    family = RefreshFamily.objects.filter(user=mine).order_by("-started_at")[0]
    enrolment.confirm(mine.id, family.id, app.now(), THE_SYSTEM)
    SecondFactor.objects.update(last_step=0)
    return Call(body={"password": PASSWORD, "code": app.now()}, token=token)


def a_sign_in_with_a_code(rows: int) -> Call:
    code = a_second_factor(rows).body["code"]
    return Call(body={"email": EMAIL, "password": PASSWORD, "code": code})


def no_second_factor(rows: int) -> Call:
    return Call(body={"password": PASSWORD}, token=my_session(rows).token)


def one_that_waits(rows: int) -> Call:
    token = my_session(rows).token
    secret, _ = enrolment.begin(User.objects.get(email=EMAIL).id)
    return Call(body={"code": pyotp.TOTP(secret).now()}, token=token)


def a_forgotten_password(rows: int) -> Call:
    an_account(rows)
    token = resetting.token_for(User.objects.get(email=EMAIL).id, EMAIL)
    return Call(body={"token": token, "password": "otters under the new bridge"})


def my_address(rows: int) -> Call:
    return Call(body={"email": "another@example.com", "password": PASSWORD}, token=my_session(rows).token)


def a_change_of_my_address(rows: int) -> Call:
    an_account(rows)
    mine = User.objects.get(email=EMAIL)
    change = EmailChange.objects.create(user=mine, email="another@example.com", proved_at=clock.now())
    return Call(body={"token": email_changes.token_for(change.id, email_changes.AGREE, EMAIL)})


def a_new_passkey(rows: int) -> Call:
    token = my_session(rows).token
    options = ceremonies.options_to_make(User.objects.get(email=EMAIL), [])
    return Call(body={"name": "phone", "credential": Authenticator().made(options)}, token=token)


def my_passkeys(rows: int) -> Call:
    token = my_session(rows).token
    mine = User.objects.get(email=EMAIL)
    for number in range(max(rows, 1)):
        Passkey.objects.create(user=mine, name=f"device {number}", credential_id=bytes([number]))
    return Call(path={"passkey_id": str(Passkey.objects.order_by("id")[0].id)}, token=token)


def a_known_passkey(rows: int) -> Call:
    device = Authenticator()
    an_account(rows)
    mine = User.objects.get(email=EMAIL)
    passkeys.make(mine.id, "phone", device.made(ceremonies.options_to_make(mine, [])), THE_SYSTEM)
    return Call(body={"credential": device.used(ceremonies.options_to_use())})


CASES = {
    "forget_password": Case(6, an_account),
    "reset_password": Case(18, a_forgotten_password),
    "change_email": Case(11, my_address, strangers=422, knows_who_is_active=True),
    "confirm_email": Case(12, a_change_of_my_address),
    "register": Case(5),
    "confirm_registration": Case(11, a_registration),
    "login": Case(8, an_account, (a_sign_in_with_a_code,)),
    "refresh": Case(3, a_session),
    "logout": Case(4, a_session),
    "me": Case(1, knows_who_is_active=True),
    "change_password": Case(11, my_password, strangers=422, knows_who_is_active=True),
    "list_sessions": Case(1, my_sessions),
    "end_session": Case(3, my_session, strangers=404),
    "end_other_sessions": Case(3, my_session),
    "list_users": Case(1, accounts, (one_of_the_accounts,)),
    "change_user": Case(6, somebodys_account),
    "list_api_keys": Case(1, my_keys),
    "make_api_key": Case(8, a_new_key, strangers=422, knows_who_is_active=True),
    "list_passkeys": Case(1, my_passkeys),
    "begin_passkey": Case(4, no_second_factor, strangers=422, knows_who_is_active=True),
    "add_passkey": Case(7, a_new_passkey, strangers=422, knows_who_is_active=True),
    "remove_passkey": Case(7, my_passkeys, strangers=404),
    "begin_passkey_login": Case(0),
    "passkey_login": Case(7, a_known_passkey),
    "get_second_factor": Case(1, my_session),
    "begin_second_factor": Case(6, no_second_factor, strangers=422, knows_who_is_active=True),
    "confirm_second_factor": Case(11, one_that_waits, strangers=409, knows_who_is_active=True),
    "remake_recovery_codes": Case(8, a_second_factor, strangers=422, knows_who_is_active=True),
    "remove_second_factor": Case(9, a_second_factor, strangers=422, knows_who_is_active=True),
    "revoke_api_key": Case(2, my_key, strangers=404),
}
