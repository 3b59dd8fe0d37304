"""What is asked for with a key is done once, and only what is final is kept."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from productwatch.platform.idempotency import LONGEST_BODY, Forgetful, Kept, KeyReused, Once, StillRunning
from productwatch.platform.problems import Conflict, NotFound, Problem, Unauthorized, of_status

pytestmark = pytest.mark.django_db


class Memory(Forgetful):
    """A store that lasts as long as a test."""

    def __init__(self) -> None:
        self.kept, self.held = dict[bytes, Kept](), False

    def claimed(self, name: bytes) -> bool:  # noqa: ARG002
        return not self.held

    def found(self, name: bytes) -> Kept | None:
        return self.kept.get(name)

    def keep(self, name: bytes, kept: Kept) -> None:
        self.kept[name] = kept


class Work:
    """Something to do, which counts how often it was done."""

    def __init__(self, answer: HttpResponse | Exception) -> None:
        self.answer, self.done = answer, 0

    def __call__(self) -> HttpResponse:
        self.done += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def request(key: str | None = "k", body: str = "{}") -> HttpRequest:
    return RequestFactory().generic("POST", "/a", body, headers={"Idempotency-Key": key} if key else {})


def twice(work: Work, store: Forgetful, **other: str) -> HttpResponse:
    once = Once(store)
    once.answer(request(), "ann", work)
    return once.answer(request(**other), "ann", work)


def test_the_answer_is_repeated_with_the_headers_that_matter() -> None:
    work = Work(HttpResponse(b"{}", "application/json", 201, headers={"Location": "/a/1", "X-Secret": "1"}))
    answer = twice(work, Memory())
    assert (work.done, answer.status_code, answer.content) == (1, 201, b"{}")
    assert dict(answer.headers) == {
        "Content-Type": "application/json",
        "Location": "/a/1",
        "Idempotent-Replayed": "true",
    }


def test_without_a_key_all_is_done_and_nothing_kept() -> None:
    work, store = Work(HttpResponse()), Memory()
    for _ in range(2):
        assert "Idempotent-Replayed" not in Once(store).answer(request(None), "ann", work)
    assert (work.done, store.kept) == (2, {})


def test_a_store_that_keeps_nothing_has_all_done() -> None:
    work = Work(HttpResponse())
    twice(work, Forgetful())
    assert work.done == 2


def test_a_refusal_is_repeated() -> None:
    work = Work(Conflict("taken", errors=[]))
    answer = twice(work, Memory())
    assert (work.done, answer.status_code, answer["Content-Type"]) == (1, 409, "application/problem+json")


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_what_may_turn_out_otherwise_is_not_kept(status: HTTPStatus) -> None:
    raised, answered, store = Work(of_status(status, "not now")), Work(HttpResponse(status=status)), Memory()
    with pytest.raises(Problem):
        Once(store).answer(request("raised"), "ann", raised)
    twice(answered, store)
    assert (answered.done, store.kept) == (2, {})


def test_another_request_with_the_key_is_refused() -> None:
    work = Work(HttpResponse())
    with pytest.raises(KeyReused):
        twice(work, Memory(), body="[]")
    assert work.done == 1


def test_while_the_first_runs_the_second_is_refused() -> None:
    work, store = Work(HttpResponse()), Memory()
    store.held = True
    with pytest.raises(StillRunning) as refusal:
        Once(store).answer(request(), "ann", work)
    assert (work.done, refusal.value.headers) == (0, {"Retry-After": "1"})


def test_an_answer_is_found_even_while_others_repeat_it() -> None:
    work, store = Work(HttpResponse()), Memory()
    Once(store).answer(request(), "ann", work)
    store.held = True
    assert Once(store).answer(request(), "ann", work)["Idempotent-Replayed"] == "true"


def test_an_answer_too_long_is_told_to_have_been_given() -> None:
    work = Work(HttpResponse(b"a" * (LONGEST_BODY + 1)))
    with pytest.raises(Conflict, match="too long"):
        twice(work, Memory())
    assert work.done == 1


def test_another_principals_key_is_another_key() -> None:
    work, once = Work(HttpResponse()), Once(Memory())
    once.answer(request(), "ann", work)
    once.answer(request(), "bob", work)
    assert work.done == 2


@pytest.mark.parametrize("kind", [NotFound("no"), Unauthorized()])
def test_refused_work_leaves_no_trace(kind: Problem, django_user_model: type) -> None:
    def work() -> HttpResponse:
        django_user_model.objects.create(email="left@example.com", password="!")  # type: ignore[attr-defined]
        raise kind

    outcome: Callable[[], object] = lambda: Once(Memory()).answer(request(), "ann", work)  # noqa: E731
    if kind.status == 401:
        with pytest.raises(Unauthorized):
            outcome()
    else:
        outcome()
    assert not django_user_model.objects.exists()  # type: ignore[attr-defined]
