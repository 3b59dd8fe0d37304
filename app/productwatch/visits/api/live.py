"""The routes of what is visited now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import problems
from productwatch.platform.sse import hall
from productwatch.platform.sse.frames import MEDIA_TYPE
from productwatch.visits import schemas, selectors

router = Router(tags=["visits"], auth=needs(Permission.ANALYTICS_READ))

_STREAM: dict[str, Any] = {
    "responses": {
        200: {
            "description": "the stream",
            "headers": {"Cache-Control": {"required": True, "schema": {"type": "string"}}},
            "content": {
                MEDIA_TYPE: {
                    "schema": {"type": "string"},
                    "examples": {"a visit": {"value": 'retry: 2000\n\nevent: visits\ndata: {"visits":1,…}\n\n'}},
                }
            },
        }
    }
}


@router.get(
    "/analytics/recent",
    operation_id="recent_visits",
    summary="Visits of the last 30 minutes",
    response={200: schemas.Recent},
)
def recent_visits(request: HttpRequest) -> HttpResponse:
    """Minute by minute, as `/analytics/live` tells them without being asked again."""
    return private_json(selectors.last_minutes())


@router.get(
    "/analytics/live",
    operation_id="live_visits",
    summary="Visits while they happen",
    response={200: None} | problems(421),
    openapi_extra=_STREAM,
)
def live_visits(request: SignedInRequest) -> HttpResponse:
    """[Server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html). Each `visits` has what
    `/analytics/recent` answers as its data: one comes at once, and another within two seconds when something has
    changed. `stale` says that nothing newer can be told for now. The stream ends after a quarter of an hour, and within
    half a minute after who asked may no longer: `end` says why, and its client comes again.
    """
    return hall.place().enter(request, request.auth)
