"""A sign-in by an issuer proves who somebody is, or nothing comes of it."""

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from productwatch.accounts.models import RefreshFamily, User
from productwatch.platform.openid.flow import LIFETIME
from tests.app.accounts.browsing import by_issuer, finished, linked, returned, started
from tests.app.accounts.calling import ROOT, is_problem
from tests.app.at_once import at_once
from tests.app.openid_issuer import _RSA, CLIENT, Json, Server, running, signed_by_rsa

pytestmark = pytest.mark.django_db

FOREIGN = rsa.generate_private_key(65537, 2048)


@pytest.fixture(autouse=True)
def linked_ann(ann: User, issuer: Server) -> User:
    """Whom every attack is after."""
    linked(ann, issuer)
    return ann


def unsigned(claims: Json) -> str:
    return jwt.encode(claims, "", "none")


def signed_with_the_secret(claims: Json) -> str:
    return jwt.encode(claims, "shop-secret" * 4, "HS256", headers={"kid": "rsa"})


def signed_by_another_key(claims: Json) -> str:
    return jwt.encode(claims, FOREIGN, "RS256", headers={"kid": "rsa"})


def with_its_own_key(claims: Json) -> str:
    key = jwt.algorithms.RSAAlgorithm.to_jwk(FOREIGN.public_key(), as_dict=True)
    return jwt.encode(claims, FOREIGN, "RS256", headers={"kid": "mine", "jwk": key})


def of_another_algorithm(claims: Json) -> str:
    """By the issuer's own key, which is for another algorithm."""

    return jwt.encode(claims, _RSA, "PS256", headers={"kid": "rsa"})


def without_a_kid(claims: Json) -> str:

    return jwt.encode(claims, _RSA, "RS256")


def with_a_strange_kid(claims: Json) -> str:
    head, body, signature = signed_by_rsa(claims).split(".")
    head = urlsafe_b64encode(b'{"alg":"RS256","kid":["rsa"]}').rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def changed(claims: Json) -> str:
    """Another's claims under a good signature."""
    head, _, signature = signed_by_rsa(claims | {"sub": "other"}).split(".")
    return f"{head}.{signed_by_rsa(claims).split('.')[1]}.{signature}"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_the_secret,
        signed_by_another_key,
        with_its_own_key,
        of_another_algorithm,
        without_a_kid,
        with_a_strange_kid,
        changed,
        lambda _claims: "",
        lambda _claims: "a.b.c",
        lambda _claims: 7,
        lambda _claims: None,
    ],
)
def test_no_token_that_is_signed_otherwise(issuer: Server, sign: Callable[[Json], Any]) -> None:
    issuer.signed = sign
    assert is_problem(by_issuer(issuer), 401)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": CLIENT},
        {"aud": None},
        {"azp": "another-client"},
        {"iss": "https://elsewhere.test"},
        {"iss": None},
        {"exp": None},
        {"exp": 1},
        {"exp": int(time.time()) - 60},
        {"exp": "tomorrow"},
        {"iat": None},
        {"iat": int(time.time()) + 3600},
        {"nbf": int(time.time()) + 3600},
        {"at_hash": "bm90IHRoaXM"},
        {"sub": None},
        {"sub": ""},
        {"sub": 1001},
        {"sub": "x" * 256},
        {"sub": "ünïcode"},
    ],
    ids="-".join,
)
def test_no_token_that_says_otherwise(issuer: Server, claims: Json) -> None:
    issuer.claims = claims
    assert is_problem(by_issuer(issuer), 401)
    assert not RefreshFamily.objects.exists()


def test_a_token_that_says_it_right(issuer: Server) -> None:
    """What the refusals are measured against."""
    issuer.claims = {"aud": [CLIENT], "azp": CLIENT}
    assert by_issuer(issuer).status_code == 200


def test_not_twice_with_one_answer(issuer: Server) -> None:
    issuer.is_careless = True
    browser = Client()
    address = issuer.consent(started(browser))
    cookie = browser.cookies["openid"].value
    assert finished(browser, address).status_code == 200
    browser.cookies["openid"] = cookie
    assert is_problem(finished(browser, address), 401)
    assert RefreshFamily.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_once_of_many_at_the_same_moment(issuer: Server) -> None:
    issuer.is_careless = True
    browser = Client()
    address = issuer.consent(started(browser))
    answers = at_once(*[lambda: finished(browser, address).status_code] * 4)
    assert sorted(answers) == [200, 401, 401, 401]


def test_not_with_a_code_that_was_used(issuer: Server) -> None:
    first, second = Client(), Client()
    address = issuer.consent(started(first))
    assert finished(first, address).status_code == 200
    used = dict(part.split("=") for part in address.split("?")[1].split("&"))["code"]
    assert is_problem(finished(second, issuer.consent(started(second)), code=used), 401)


def test_not_in_another_browser(issuer: Server) -> None:
    """Else a stranger could have somebody sign in to the stranger's account, or finish somebody else's sign-in."""
    mine, theirs = Client(), Client()
    address = issuer.consent(started(mine))
    assert is_problem(finished(Client(), address), 401)
    started(theirs)
    assert is_problem(finished(theirs, address), 401)
    assert is_problem(returned(theirs, address), 401)


@pytest.mark.parametrize("state", ["x", "é", "x" * 100])
def test_not_with_another_state(issuer: Server, state: str) -> None:
    browser = Client()
    address = issuer.consent(started(browser))
    assert finished(browser, address, state=state).status_code in {401, 422}
    assert not RefreshFamily.objects.exists()


def test_not_with_a_cookie_that_was_made_up(issuer: Server) -> None:
    browser = Client()
    address = issuer.consent(started(browser))
    for forged in ("", "x", browser.cookies["openid"].value[:-1] + "x"):
        browser.cookies["openid"] = forged
        assert is_problem(finished(browser, address), 401)


def test_not_after_ten_minutes(issuer: Server) -> None:
    browser = Client()
    address = issuer.consent(started(browser))
    with time_machine.travel(time.time() + LIFETIME.total_seconds() + 1, tick=False):
        assert is_problem(finished(browser, address), 401)


def test_not_with_a_code_of_somebody_else_s_sign_in(issuer: Server) -> None:
    """Without PKCE's verifier, which was derived for another one, a stolen code is worth nothing."""
    victim, thief = Client(), Client()
    stolen = issuer.consent(started(victim))
    code = dict(part.split("=") for part in stolen.split("?")[1].split("&"))["code"]
    url = started(thief)
    issuer.claims = {"nonce": dict(parse_qsl(urlsplit(url).query))["nonce"]}  # were the nonce no obstacle
    assert is_problem(finished(thief, issuer.consent(url), code=code), 401)


def test_has_a_verifier_that_no_address_and_no_cookie_tells(issuer: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    told: list[str] = []
    redeemed = issuer.redeemed

    def noted(form: dict[str, str], authorization: str) -> tuple[int, Json]:
        told.append(form["code_verifier"])
        return redeemed(form, authorization)

    monkeypatch.setattr(issuer, "redeemed", noted)
    url = started(browser)
    cookie = browser.cookies["openid"].value
    finished(browser, issuer.consent(url))
    assert len(told[0]) == 43
    assert told[0] not in url + cookie


@pytest.mark.parametrize("iss", ["https://elsewhere.test", "", None])
def test_not_with_an_answer_of_another_issuer(issuer: Server, iss: str | None) -> None:
    browser = Client()
    assert is_problem(finished(browser, issuer.consent(started(browser)), iss=iss), 401)


def test_of_an_issuer_that_does_not_name_itself_the_answer_is_taken(issuer: Server) -> None:
    issuer.metadata = {"authorization_response_iss_parameter_supported": False}
    browser = Client()
    address = issuer.consent(started(browser))
    assert finished(browser, address, iss=None).status_code == 200


def test_not_at_another_issuer_than_it_began(issuer: Server, settings: Any) -> None:
    with running() as other:
        settings.OPENID_ISSUERS = {"shop": issuer.issuer(), "other": other.issuer(name="other")}
        browser = Client()
        address = issuer.consent(started(browser))
        swapped = address.replace("/openid/shop/", "/openid/other/").replace(issuer.url[7:], other.url[7:])
        assert is_problem(returned(browser, swapped), 401)
        assert "/token" not in other.asked


def test_tells_whoever_tries_nothing_of_the_reason(issuer: Server) -> None:
    issuer.claims = {"nonce": "another"}
    first = by_issuer(issuer).json()
    issuer.claims, issuer.signed = {}, unsigned
    second = by_issuer(issuer).json()
    assert first["detail"] == second["detail"]


@pytest.mark.parametrize(
    "body", [{"code": "x"}, {"state": "x"}, {"code": "", "state": ""}, {"code": "x" * 5000, "state": "x"}]
)
def test_refuses_what_is_no_answer(issuer: Server, body: Json) -> None:
    answer = Client().post(f"{ROOT}/openid/shop/finish", body, content_type="application/json")
    assert is_problem(answer, 422)
