"""The routes of one's own sessions."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from productwatch.accounts import schemas, selectors
from productwatch.accounts.services import endings
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, signed_in
from productwatch.platform.json import private_json
from productwatch.platform.schema import Page, problems

router = Router(tags=["auth"], auth=signed_in)


@router.get(
    "/sessions",
    operation_id="list_sessions",
    summary="Where you are signed in, page by page",
    response={200: schemas.Sessions},
)
def list_sessions(request: SignedInRequest, query: Query[Page]) -> HttpResponse:
    """The newest first. Device and browser are those of signing in; no address is kept."""
    found = selectors.sessions(request.auth.user_id, request.auth.session_id, query.cursor, query.limit)
    return private_json(found)


@router.delete(
    "/sessions/{uuid:session_id}",
    operation_id="end_session",
    summary="End one of your sessions",
    response={204: None} | problems(404),
)
def end_session(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Its refresh token brings nothing more, its access tokens are refused within seconds."""
    endings.end_one(request.auth.user_id, session_id, actor_of(request))
    return HttpResponse(status=204)


@router.delete(
    "/sessions",
    operation_id="end_other_sessions",
    summary="End all your sessions but this one",
    response={204: None},
)
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    endings.end_others(request.auth.user_id, request.auth.session_id, actor_of(request))
    return HttpResponse(status=204)
