"""What the route that changes many products at once takes and answers."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from productwatch.catalog import schemas
from productwatch.catalog.services.fields import given_by
from productwatch.catalog.services.products.changing_many import Change, Outcome, within
from productwatch.platform.etags import quoted
from productwatch.platform.problems import Invalid, Problem, members
from productwatch.platform.requests import request_id


def changes_of(body: schemas.ProductChanges) -> Iterator[Change]:
    """What the body asks for; Invalid where a price is not of its currency."""
    for number, item in enumerate(body.items):
        try:
            fields = given_by(item.change)
        except Invalid as refusal:
            raise within(number, refusal) from None
        yield Change(item.slug, fields, item.if_match)


def outcome_shown(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    result, etag = outcome.result, outcome.tag and quoted(outcome.tag)
    if isinstance(result, Problem):
        problem = members(result, f"{request.path}/{outcome.slug}", request_id(request))
        return {"slug": outcome.slug, "status": int(result.status), "etag": etag, "problem": problem}
    return {"slug": outcome.slug, "status": 200, "etag": etag, "changed": [*result]}
