"""The route of suggestions; searching itself is a list of products."""

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.catalog import schemas, selectors
from productwatch.platform import reads
from productwatch.platform.limiter.policies import Policy, limited
from productwatch.platform.reads import Representation

SUGGESTIONS = Policy("suggestions")

LONGEST_KEPT = 2
"""Letters of a to z that are kept for others: some seven hundred beginnings, which all typing goes through."""

router = Router(tags=["catalog"])


@router.get(
    "/search/suggest",
    operation_id="suggest",
    summary="What somebody who types may mean",
    response={200: schemas.Suggestions, 304: None},
)
@limited(SUGGESTIONS)
def suggest(request: HttpRequest, query: Query[schemas.Suggest]) -> HttpResponse:
    """Categories, brands and products whose names begin so, or nearly so. To be asked while somebody types."""
    text = query.q.strip().lower()
    is_kept = len(text) <= LONGEST_KEPT and text.isascii() and text.isalpha()
    return reads.answer(
        request,
        "suggestions",
        lambda: Representation(orjson.dumps(selectors.suggestions(query.q))),
        variant=text if is_kept else None,
    )
