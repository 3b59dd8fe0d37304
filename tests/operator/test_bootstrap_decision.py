"""The decision about a Secret never touches one that is there, and never locks data away."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from productwatch_operator.bootstrap.decision import Complain, Make, Nothing, Restore, Seen, decide
from productwatch_operator.configuration import SecretWanted, Value
from productwatch_operator.found import Claim

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
WANTED = SecretWanted(
    "pw", keep=True, keys={"a": Value(random=32), "b": Value(random=32)}, refuse_if_claim_exists="data"
)

claims = st.builds(Claim, st.integers(-9, 9).map(lambda hours: NOON + timedelta(hours=hours)), st.booleans())
seen = st.builds(
    Seen,
    st.none() | st.frozensets(st.sampled_from(["a", "b", "c"])),
    st.booleans(),
    st.none() | claims,
    st.none() | st.just(NOON),
)


@given(seen)
def test_leaves_an_existing_secret_alone(seen: Seen) -> None:
    assert isinstance(decide(WANTED, seen), Nothing | Complain) == (seen.keys is not None) or seen.claim


@given(seen)
def test_makes_new_values_only_where_no_old_ones_are_needed(seen: Seen) -> None:
    if decide(WANTED, seen) == Make():
        assert seen.keys is None
        assert not seen.remembered
        assert seen.claim is None or (not seen.claim.marked and seen.claim.created >= NOON)


@given(seen)
def test_restores_only_what_has_gone(seen: Seen) -> None:
    assert (decide(WANTED, seen) == Restore()) == (seen.keys is None and seen.remembered)


def test_asks_for_nothing_more_where_all_is_there() -> None:
    assert decide(WANTED, Seen(frozenset("abc"))) == Nothing()


def test_names_every_missing_key() -> None:
    decision = decide(WANTED, Seen(frozenset("c")))
    assert isinstance(decision, Complain)
    assert "lacks a, b" in decision.message


def test_says_how_to_get_on_without_the_secret_of_a_volume() -> None:
    decision = decide(WANTED, Seen(None, claim=Claim(NOON, marked=True), installed=NOON))
    assert isinstance(decision, Complain)
    assert "Restore the Secret (keys a, b), or delete the claim" in decision.message
