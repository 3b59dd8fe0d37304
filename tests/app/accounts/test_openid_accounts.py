"""The account that an issuer's person signs in to …"""

from typing import Any

import pytest
from django.test import Client

from productwatch.accounts.models import Identity, RefreshFamily, User
from productwatch.audit.models import Entry
from productwatch.platform.openid.issuers import GOOGLE, Issuer, Person
from tests.app.accounts.browsing import by_issuer, finished, linked, returned, started
from tests.app.accounts.calling import PASSWORD, is_problem, me, post
from tests.app.at_once import at_once
from tests.app.openid_issuer import Server

pytestmark = pytest.mark.django_db


def believed(settings: Any, issuer: Server, *domains: str) -> None:
    """From now on for addresses of these domains."""
    settings.OPENID_ISSUERS = {"shop": issuer.issuer(vouches_for=frozenset(domains))}


def test_is_made_where_there_is_none(issuer: Server) -> None:
    pair = by_issuer(issuer, email="Eve@Example.com").json()
    assert me(pair["access"]).json() | {"id": "", "created_at": ""} == {
        "id": "",
        "email": "eve@example.com",
        "role": "customer",
        "created_at": "",
    }
    assert sorted(Entry.objects.values_list("act", flat=True)) == ["identity-linked", "registered", "sign-in"]


def test_that_was_made_has_no_password(issuer: Server) -> None:
    by_issuer(issuer, email="eve@example.com")
    assert not User.objects.get().has_usable_password()
    assert is_problem(post("login", email="eve@example.com", password=PASSWORD), 401)


def test_that_was_made_is_found_again_under_another_address(issuer: Server) -> None:
    by_issuer(issuer, email="eve@example.com")
    assert by_issuer(issuer, email="eve.adams@example.com").status_code == 200
    assert User.objects.get().email == "eve@example.com"


@pytest.mark.django_db(transaction=True)
def test_is_made_once_of_two_sign_ins_at_the_same_moment(issuer: Server) -> None:
    browsers = [Client() for _ in range(4)]
    person = {"email": "eve@example.com", "email_verified": True}
    addresses = [issuer.consent(started(browser), **person) for browser in browsers]
    pairs = [lambda one=one, to=to: finished(one, to).status_code for one, to in zip(browsers, addresses, strict=True)]
    assert at_once(*pairs) == [200] * 4
    assert (User.objects.count(), Identity.objects.count(), RefreshFamily.objects.count()) == (1, 1, 4)


def test_that_has_the_address_is_linked_where_the_issuer_vouches_for_it(ann: User, issuer: Server) -> None:
    pair = by_issuer(issuer).json()
    assert me(pair["access"]).json()["id"] == str(ann.id)
    assert post("login", email=ann.email, password=PASSWORD).status_code == 200


@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_is_neither_linked_nor_made_where_it_does_not(issuer: Server, ann: User, settings: Any, email: str) -> None:
    believed(settings, issuer)
    answer = by_issuer(issuer, email=email)
    assert is_problem(answer, 403)
    assert (answer.json()["type"], Identity.objects.count(), User.objects.count()) == (
        "/problems/openid-not-linked",
        0,
        1,
    )


def test_is_told_of_by_nothing_that_a_stranger_is_answered(issuer: Server, ann: User, settings: Any) -> None:
    believed(settings, issuer)
    known, unknown = (by_issuer(issuer, email=email).json() for email in ("ann@example.com", "nobody@example.com"))
    for answer in (known, unknown):
        del answer["request_id"]
    assert known == unknown


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1},
        {"email": None},
        {"email": ""},
        {"email": "ann"},
        {"email": "ann@example.com@example.com"},
        {"email": "ann@example.com\x00"},
        {"email": "аnn@example.com"},
        {"email": "a" * 320 + "@example.com"},
        {"email": ["ann@example.com"]},
        {"email": "ann@sub.example.com"},
        {"email": "ann@notexample.com"},
        {"email": '"x@evil.test"@example.com'},
    ],
    ids=str,
)
def test_is_not_linked_by_an_address_that_proves_nothing(issuer: Server, ann: User, person: dict[str, Any]) -> None:
    assert is_problem(by_issuer(issuer, **person), 403)
    assert not Identity.objects.exists()


def test_is_not_linked_to_the_next_owner_of_a_mailbox(issuer: Server, ann: User) -> None:
    """Whose number at the issuer is another, though the address is the same."""
    linked(ann, issuer)
    assert is_problem(by_issuer(issuer, sub="2002"), 403)


def test_that_was_deactivated_is_not_made_anew(issuer: Server, dan: User) -> None:
    assert is_problem(by_issuer(issuer, email="dan@example.com"), 401)
    assert User.objects.count() == 1


def test_of_the_same_number_at_another_issuer_is_another(issuer: Server, ann: User, settings: Any) -> None:
    ann.identities.create(issuer="https://elsewhere.test", subject="1001")
    believed(settings, issuer)
    assert is_problem(by_issuer(issuer), 403)


def test_is_told_of_no_more_than_that_it_is_not_linked_without_a_script(issuer: Server, settings: Any) -> None:
    believed(settings, issuer)
    browser = Client()
    assert is_problem(returned(browser, issuer.consent(started(browser))), 403)


def google(**told: Any) -> tuple[Issuer, Person]:
    issuer = Issuer("google", "Google", GOOGLE, "client", "secret")
    return issuer, Person(GOOGLE, "1001", **{"email_verified": True, **told})


@pytest.mark.parametrize(
    ("told", "vouched"),
    [
        ({"email": "ann@gmail.com"}, True),
        ({"email": "ann@googlemail.com"}, True),
        ({"email": "ann@example.com", "hosted_domain": "example.com"}, True),
        ({"email": "ann@example.com"}, False),
        ({"email": "ann@example.com", "hosted_domain": "other.com"}, False),
        ({"email": "ann@gmail.com.evil.test"}, False),
        ({"email": "ann@gmail.com", "email_verified": False}, False),
    ],
)
def test_of_an_address_that_google_gives_is_its_owner_s(told: dict[str, Any], vouched: bool) -> None:  # noqa: FBT001
    issuer, person = google(**told)
    assert issuer.vouches(person) is vouched


def test_of_any_address_is_its_owner_s_where_we_are_told_so() -> None:
    issuer = Issuer("corp", "Corp", "https://login.example.com", "client", "secret", frozenset({"*"}))
    assert issuer.vouches(Person(issuer.url, "1", "ann@anywhere.test", email_verified=True))
    assert not issuer.vouches(Person(issuer.url, "1", "ann@anywhere.test"))
