"""A password's hash is argon2id of the agreed cost, and no third one is made beside two."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password, make_password
from pytest_django.fixtures import Settings

from productwatch.accounts import hashers
from productwatch.config import environment
from productwatch.platform.problems import Unavailable


def test_is_argon2id_with_the_agreed_cost(settings: Settings) -> None:
    settings.ARGON2 = environment.argon2(environment.ARGON2)
    encoded = hashers.BoundedArgon2().encode("x", "a salt of some length")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_fits_its_password_alone() -> None:
    encoded = make_password("right")
    assert check_password("right", encoded)
    assert not check_password("wrong", encoded)


def test_is_not_made_beside_two_others() -> None:
    with hashers._slot(), hashers._slot(), pytest.raises(Unavailable) as refused:
        make_password("x")
    assert refused.value.headers == {"Retry-After": "1"}


def test_is_not_compared_beside_two_others() -> None:
    encoded = make_password("x")
    with hashers._slot(), hashers._slot(), pytest.raises(Unavailable):
        check_password("x", encoded)
    assert check_password("x", encoded)


def test_waits_a_moment_for_one_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashers, "LONGEST_WAIT", 30)
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(make_password, ["x"] * 4))) == 4


def test_frees_its_slot_when_it_fails() -> None:
    for _ in range(hashers.AT_ONCE + 1):
        with pytest.raises(RuntimeError), hashers._slot():
            raise RuntimeError
