"""Trees for tests: made of paths, told as paths."""

from typing import Any

from django.test import Client

from productwatch.catalog.models import Category
from productwatch.catalog.services import categories

URL = "/api/v1/categories"


def planted(*paths: str) -> None:
    """Makes the categories of paths such as `A/B`, whose slugs are their lower-cased names."""
    for path in paths:
        categories.ensure(path.split("/"))


def told() -> list[str]:
    """All categories as the paths that their trails tell; that parents and trails fit is checked."""
    found = list(Category.objects.select_related("parent").order_by("slug"))
    for category in found:
        above = category.parent.trail if category.parent else []
        assert category.trail == [*above, {"slug": category.slug, "name": category.name}]
    return ["/".join(step["name"] for step in category.trail) for category in found]


def patch(client: Client, slug: str, /, **fields: Any) -> Any:
    return client.patch(f"{URL}/{slug}", fields, content_type="application/json")


def post(client: Client, url: str = URL, **fields: Any) -> Any:
    return client.post(url, fields, content_type="application/json")


def pointers(answer: Any) -> tuple[int, list[str]]:
    """The status, and where the problem says that something is wrong."""
    return answer.status_code, [error["pointer"] for error in answer.json()["errors"]]
