"""A cached read costs one trip and no query, is never older than the last change, and lives through outages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from prometheus_client import REGISTRY

from productwatch.platform import reads
from productwatch.platform.problems import NotFound
from productwatch.platform.reads import Representation
from productwatch.platform.redis import breaker, redis


class Resource:
    """Something that is read from a database, which may be away."""

    def __init__(self) -> None:
        self.body, self.rendered, self.away = b'{"n":1}', 0, False

    def render(self) -> Representation:
        if self.away:
            raise OperationalError
        self.rendered += 1
        return Representation(self.body)


@pytest.fixture
def resource(db: None) -> Resource:
    return Resource()


@pytest.fixture
def broken_redis() -> Iterator[None]:
    breaker.open(TimeoutError())
    yield
    breaker.close()


def ask(resource: Resource, *tags: str, name: str = "thing:a", **options: Any) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/", headers={"If-None-Match": ", ".join(tags)} if tags else {})
    return reads.answer(request, name, resource.render, **options)


def change(body: bytes, resource: Resource) -> None:
    with transaction.atomic():
        resource.body = body
        reads.changed("thing:a")


def test_is_rendered_once(resource: Resource) -> None:
    assert [ask(resource).content, ask(resource).content] == [b'{"n":1}'] * 2
    assert resource.rendered == 1


@pytest.mark.django_db(transaction=True)
def test_is_new_at_once_after_a_change() -> None:
    resource = Resource()
    old = ask(resource)
    change(b'{"n":2}', resource)
    assert ask(resource, old["ETag"]).content == b'{"n":2}'


@pytest.mark.django_db(transaction=True)
def test_keeps_its_tag_when_the_bytes_are_the_same() -> None:
    resource = Resource()
    old = ask(resource)
    change(b'{"n":1}', resource)
    assert ask(resource, old["ETag"]).status_code == 304


@pytest.mark.parametrize("tags", [["W/{}"], ['"other"', "{}"], ["*"]])
def test_is_not_sent_again_to_who_has_it(resource: Resource, tags: list[str]) -> None:
    tag = ask(resource)["ETag"]
    assert ask(resource, *(each.format(tag) for each in tags)).status_code == 304


def test_of_bytes_that_were_read_before_a_change_is_not_served(resource: Resource) -> None:
    def changed_meanwhile() -> Representation:
        before = resource.render()
        reads.drop("thing:a")
        resource.body = b'{"n":2}'
        return before

    reads.answer(RequestFactory().get("/"), "thing:a", changed_meanwhile)
    assert ask(resource).content == b'{"n":2}'


def test_of_nothing_keeps_nothing(db: None) -> None:
    def missing() -> Representation:
        raise NotFound("none")

    with pytest.raises(NotFound):
        reads.answer(RequestFactory().get("/"), "thing:none", missing)
    assert not redis().keys("*thing:none*")


def test_has_bytes_of_its_own_for_each_variant(resource: Resource) -> None:
    ask(resource, variant="a")
    resource.body = b'{"n":2}'
    assert ask(resource, variant="b").content == b'{"n":2}'


def test_without_redis_asks_the_database(resource: Resource, broken_redis: None) -> None:
    assert ask(resource).content == b'{"n":1}'


def test_without_the_database_gives_the_last_good_bytes_with_a_warning(resource: Resource) -> None:
    ask(resource)
    redis().delete("mark:thing:a")
    resource.away = True
    answer = ask(resource)
    assert (answer.content, answer["Warning"]) == (b'{"n":1}', '110 - "Response is Stale"')


def test_keeps_its_last_good_bytes_for_an_hour_and_its_mark_for_the_bound(resource: Resource) -> None:
    ask(resource)
    assert 3590 < redis().ttl("bytes:thing:a:") <= 3600
    assert 0 < redis().ttl("mark:thing:a") <= reads.STALE_SECONDS


def test_without_the_database_and_without_bytes_fails(resource: Resource) -> None:
    resource.away = True
    with pytest.raises(OperationalError):
        ask(resource)


@pytest.mark.django_db(transaction=True)
def test_that_redis_is_not_told_of_fails_no_change_and_is_counted(broken_redis: None) -> None:
    before = REGISTRY.get_sample_value("productwatch_read_drops_lost_total") or 0
    resource = Resource()
    change(b'{"n":2}', resource)
    assert REGISTRY.get_sample_value("productwatch_read_drops_lost_total") == before + 1


def test_that_is_not_to_be_kept_is_not(resource: Resource) -> None:
    assert [ask(resource, variant=None).status_code for _ in range(2)] == [200, 200]
    assert resource.rendered == 2
    assert not redis().keys("*thing:a*")
