"""Passkeys are made while signed in, let in without password and code, and nothing else lets in in their place."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from hypothesis import given
from hypothesis import strategies as st

from productwatch.accounts.models import Passkey, User
from productwatch.accounts.services import ceremonies, passkeys
from productwatch.accounts.services.ceremonies import CeremonyFailedError
from productwatch.audit.models import Entry
from productwatch.platform import challenges
from tests.app.accounts.authenticator import PRESENT, Authenticator, tampered
from tests.app.accounts.calling import PASSWORD, asked, claims, is_problem, me, post, signed_in
from tests.app.accounts.factors import enrolled

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db(transaction=True)

Change = Callable[[Authenticator], None]


@pytest.fixture
def access(ann: User) -> str:
    return str(signed_in(ann.email)["access"])


@pytest.fixture
def phone(access: str) -> Authenticator:
    """Ann's, whose passkey is known."""
    device = Authenticator()
    assert added(access, device).status_code == 201
    return device


def to_make(access: str) -> Any:
    answer = asked("POST", "passkeys/options", access, {"password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return answer.json()["options"]


def added(access: str, device: Authenticator, name: str = "phone") -> "Answer":
    return asked("POST", "passkeys", access, {"name": name, "credential": device.made(to_make(access))})


def to_use() -> Any:
    answer = post("passkeys/sign-in/options")
    assert answer.status_code == 200, answer.content
    return answer.json()["options"]


def shown(device: Authenticator) -> "Answer":
    return post("passkeys/sign-in", credential=device.used(to_use()))


def test_let_in_without_an_address(phone: Authenticator, ann: User) -> None:
    answer = shown(phone)
    assert claims(answer.json()["access"])["sub"] == str(ann.id)
    assert answer["Cache-Control"] == "no-store"
    assert me(answer.json()["access"]).status_code == 200


def test_are_two_factors_by_themselves(phone: Authenticator, ann: User) -> None:
    enrolled(ann.email)
    assert shown(phone).status_code == 200


def test_are_begun_with_the_password(access: str) -> None:
    assert is_problem(asked("POST", "passkeys/options", access, {"password": "a guess"}), 422)


def test_are_begun_with_a_code_where_there_is_a_second_factor(ann: User) -> None:
    """Whoever has found somebody signed in, and the password, must not come around the device for ever."""
    app = enrolled(ann.email)
    refused = asked("POST", "passkeys/options", app.session["access"], {"password": PASSWORD})
    assert (is_problem(refused, 422), refused.json()["errors"][0]["pointer"]) == (True, "#/code")
    shown = {"password": PASSWORD, "code": app.code()}
    assert asked("POST", "passkeys/options", app.session["access"], shown).status_code == 200


def test_are_begun_by_who_has_no_password_and_has_just_signed_in(ann: User, access: str) -> None:
    User.objects.update(password=make_password(None))
    assert asked("POST", "passkeys/options", access, {}).status_code == 200


def test_ask_the_device_to_verify_who_holds_it(access: str) -> None:
    assert to_make(access)["authenticatorSelection"]["userVerification"] == "required"
    assert to_use()["userVerification"] == "required"


def test_are_made_once_on_a_device(access: str, phone: Authenticator) -> None:
    known = [found["id"] for found in to_make(access)["excludeCredentials"]]
    assert known == [phone.made(to_make(access))["id"]]
    assert is_problem(added(access, phone), 409)


def test_have_names_and_are_listed(access: str, phone: Authenticator) -> None:
    added(access, Authenticator(), "key ring")
    shown(phone)
    items = asked("GET", "passkeys", access).json()["items"]
    assert [(found["name"], found["used_at"] is None) for found in items] == [("key ring", True), ("phone", False)]


def test_let_nobody_in_once_removed(access: str, phone: Authenticator) -> None:
    [listed] = asked("GET", "passkeys", access).json()["items"]
    assert asked("DELETE", f"passkeys/{listed['id']}", access).status_code == 204
    assert is_problem(shown(phone), 401)
    assert is_problem(asked("DELETE", f"passkeys/{listed['id']}", access), 404)


def removed(access: str) -> "Answer":
    return asked("DELETE", f"passkeys/{Passkey.objects.get().id}", access)


def test_stay_where_nothing_else_lets_their_owner_in(access: str, phone: Authenticator, ann: User) -> None:
    User.objects.update(password=make_password(None))
    assert is_problem(removed(access), 409)
    assert shown(phone).status_code == 200


def test_go_where_an_issuer_lets_their_owner_in(access: str, phone: Authenticator, ann: User) -> None:
    User.objects.update(password=make_password(None))
    ann.identities.create(issuer="https://issuer.test", subject="1")
    assert removed(access).status_code == 204


def test_of_others_are_not_there(access: str, phone: Authenticator, carol: User) -> None:
    stranger = signed_in(carol.email)["access"]
    assert asked("GET", "passkeys", stranger).json()["items"] == []
    assert is_problem(asked("DELETE", f"passkeys/{Passkey.objects.get().id}", stranger), 404)


def test_are_not_too_many(access: str, ann: User) -> None:
    Passkey.objects.bulk_create(Passkey(user=ann, name="x", credential_id=bytes([n])) for n in range(passkeys.MOST))
    assert is_problem(added(access, Authenticator()), 409)


def origin(device: Authenticator) -> None:
    device.origin = "http://testserver.example.com"


def host(device: Authenticator) -> None:
    device.host = "example.com"


def unverified(device: Authenticator) -> None:
    device.flags = PRESENT


def absent(device: Authenticator) -> None:
    device.flags = 0


def longwinded(device: Authenticator) -> None:
    device.credential_id = bytes(ceremonies.LONGEST_ID + 1)


WRONG = [origin, host, unverified, absent]


@pytest.mark.parametrize("wrong", [*WRONG, longwinded])
def test_are_not_made(access: str, wrong: Change) -> None:
    device = Authenticator()
    wrong(device)
    assert is_problem(added(access, device), 422)


@pytest.mark.parametrize("wrong", WRONG)
def test_do_not_let_in(phone: Authenticator, wrong: Change) -> None:
    wrong(phone)
    assert is_problem(shown(phone), 401)


def test_that_nobody_has_do_not_let_in(phone: Authenticator) -> None:
    assert is_problem(shown(Authenticator()), 401)


def test_of_another_key_do_not_let_in(phone: Authenticator) -> None:
    assert is_problem(shown(Authenticator(credential_id=phone.credential_id)), 401)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_that_were_tampered_with_do_not_let_in(phone: Authenticator, part: str) -> None:
    assert is_problem(post("passkeys/sign-in", credential=tampered(phone.used(to_use()), part)), 401)


def test_that_were_copied_are_found_out(phone: Authenticator) -> None:
    """The copy signs from the count on that the device had."""
    copy = Authenticator(credential_id=phone.credential_id, key=phone.key)
    assert shown(phone).status_code == 200
    assert is_problem(shown(copy), 401)
    assert Entry.objects.get(act="passkey-refused")


def test_answer_a_challenge_once(phone: Authenticator) -> None:
    answer = phone.used(to_use())
    assert post("passkeys/sign-in", credential=answer).status_code == 200
    assert is_problem(post("passkeys/sign-in", credential=answer), 401)


def test_answer_a_challenge_within_five_minutes(phone: Authenticator) -> None:
    early, late = to_use(), to_use()
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=challenges.SECONDS - 5)):
        assert post("passkeys/sign-in", credential=phone.used(early)).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=challenges.SECONDS + 5)):
        assert is_problem(post("passkeys/sign-in", credential=phone.used(late)), 401)


def test_answer_no_challenge_that_was_made_up(phone: Authenticator) -> None:
    assert is_problem(post("passkeys/sign-in", credential=phone.used({"challenge": "AAAA"})), 401)


def test_are_not_made_by_anothers_options(access: str, carol: User) -> None:
    options = to_make(str(signed_in(carol.email)["access"]))
    body = {"name": "x", "credential": Authenticator().made(options)}
    assert is_problem(asked("POST", "passkeys", access, body), 422)


def test_are_not_made_by_options_of_signing_in(access: str) -> None:
    body = {"name": "x", "credential": Authenticator().made(to_use())}
    assert is_problem(asked("POST", "passkeys", access, body), 422)


def test_of_somebody_deactivated_do_not_let_in(phone: Authenticator) -> None:
    User.objects.update(is_active=False)
    assert is_problem(shown(phone), 401)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(junk=JUNK, place=st.sampled_from(["rawId", "id", "type", "response"]))
def test_that_are_junk_are_refused_and_break_nothing(junk: Any, place: str) -> None:
    used = Authenticator().used({"challenge": "AAAA"}) | {place: junk}
    for refuse in (lambda: ceremonies.made(User(), used), lambda: ceremonies.new_sign_count(Passkey(), used)):
        with pytest.raises(CeremonyFailedError):
            refuse()


def test_stand_in_the_audit_log(access: str, phone: Authenticator, ann: User) -> None:
    passkey = Passkey.objects.get()
    shown(phone)
    asked("DELETE", f"passkeys/{passkey.id}", access)
    found = Entry.objects.exclude(act="sign-in").order_by("id").values_list("act", "actor_id", "subject_id")
    assert list(found) == [("passkey-made", ann.id, passkey.id), ("passkey-removed", ann.id, passkey.id)]


def test_cost_no_memory_where_nobody_has_any() -> None:
    """In a process of its own, which imports what one of the API does."""
    code = (
        "import sys, productwatch.config.wsgi, productwatch.config.urls\n"
        "assert 'productwatch.accounts.services.ceremonies' in sys.modules\n"
        "assert 'webauthn' not in sys.modules"
    )
    environ = os.environ | {"PYTHONPATH": ".", "DJANGO_SETTINGS_MODULE": "productwatch.config.settings"}
    assert subprocess.run([sys.executable, "-c", code], cwd="app", check=False, env=environ).returncode == 0
