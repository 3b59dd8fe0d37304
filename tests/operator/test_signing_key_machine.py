"""A key ring is made once, kept as it is, and told of until every pod has loaded it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch_operator.signing_keys.machine import (
    Action,
    Broken,
    Disown,
    Keys,
    MakeFirst,
    Own,
    Pod,
    Policy,
    Seen,
    Wait,
    next_action,
)

RING = Keys("new", frozenset({"old"}))
STAYS, GOES = Policy(goes_with_resource=False), Policy(goes_with_resource=True)
HAS_OLD, HAS_BOTH = Pod(frozenset({"old"}), "old"), Pod(frozenset({"old", "new"}), "new")


def after(ring: Keys | Broken | None, **pods: Pod) -> Action:
    return next_action(Seen(ring, pods), STAYS)


def test_is_made_where_there_is_none() -> None:
    assert after(None) == MakeFirst()


def test_is_not_replaced_when_it_is_broken() -> None:
    assert after(Broken("cut"), api_1=HAS_BOTH) == Wait("RingBroken")


def test_names_the_pod_that_lacks_a_key() -> None:
    assert after(RING, api_1=HAS_BOTH, api_2=HAS_OLD) == Wait("NotLoaded", ("api_2",))


def test_names_the_pod_that_has_not_reported() -> None:
    assert after(RING, api_2=Pod(), api_1=Pod()) == Wait("NotLoaded", ("api_1", "api_2"))


def test_is_not_called_loaded_where_nobody_could_load_it() -> None:
    assert after(RING) == Wait("NoPodSeen")


def test_is_up_to_date_when_all_have_it() -> None:
    assert after(RING, api_1=HAS_BOTH) == Wait("UpToDate")


@pytest.mark.parametrize(
    ("policy", "goes", "action"),
    [(GOES, False, Own()), (STAYS, True, Disown()), (GOES, True, Wait("NoPodSeen")), (STAYS, False, Wait("NoPodSeen"))],
)
def test_goes_with_its_resource_as_the_policy_says(policy: Policy, goes: bool, action: Action) -> None:  # noqa: FBT001
    assert next_action(Seen(RING, made_here=True, goes_with_resource=goes), policy) == action


def test_that_a_person_made_belongs_to_that_person() -> None:
    assert next_action(Seen(RING, made_here=False), GOES) == Wait("NoPodSeen")


kids = st.sampled_from(["a", "b", "c"])
rings = st.none() | st.builds(Broken, st.text()) | st.builds(Keys, kids, st.frozensets(kids))
pods = st.dictionaries(st.sampled_from(["p", "q", "r"]), st.builds(Pod, st.frozensets(kids), st.none() | kids))
everything = st.builds(Seen, rings, pods, st.booleans(), st.booleans())


@given(everything, st.sampled_from([STAYS, GOES]))
def test_is_up_to_date_only_when_every_pod_can_verify_every_token(seen: Seen, policy: Policy) -> None:
    if next_action(seen, policy) == Wait("UpToDate"):
        assert isinstance(seen.ring, Keys)
        assert seen.pods
        assert all({seen.ring.active} | seen.ring.verifying <= pod.loaded for pod in seen.pods.values())


@given(everything, st.sampled_from([STAYS, GOES]))
def test_is_made_only_where_there_is_no_secret(seen: Seen, policy: Policy) -> None:
    assert (next_action(seen, policy) == MakeFirst()) == (seen.ring is None)


@given(everything, st.sampled_from([STAYS, GOES]))
def test_comes_to_rest_whatever_is_seen(seen: Seen, policy: Policy) -> None:
    for _ in range(3):
        match next_action(seen, policy):
            case MakeFirst():
                seen = Seen(
                    Keys("a", frozenset()), seen.pods, made_here=True, goes_with_resource=policy.goes_with_resource
                )
            case Own() | Disown() as owned:
                seen = Seen(seen.ring, seen.pods, seen.made_here, isinstance(owned, Own))
    assert isinstance(next_action(seen, policy), Wait)
