"""The routes of accounts, for admins."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from productwatch.accounts import schemas, selectors
from productwatch.accounts.services import users
from productwatch.audit.actors import actor_of
from productwatch.platform.auth import SignedInRequest, needs
from productwatch.platform.json import private_json
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import problems

router = Router(tags=["users"])


@router.get(
    "/users",
    auth=needs(Permission.USERS_READ),
    operation_id="list_users",
    summary="Who has an account, page by page",
    response={200: schemas.Users},
)
def list_users(request: HttpRequest, query: Query[schemas.UserPage]) -> HttpResponse:
    """In the order of their addresses."""
    return private_json(selectors.users(query.role, query.is_active, query.email, query.cursor, query.limit))


@router.patch(
    "/users/{uuid:user_id}",
    auth=needs(Permission.USERS_WRITE),
    operation_id="change_user",
    summary="Change a role, deactivate or activate",
    response={200: schemas.User} | problems(404, 409),
)
def change_user(request: SignedInRequest, user_id: UUID, body: schemas.UserChange) -> HttpResponse:
    """Access tokens of before are refused within seconds. Who is deactivated is signed out everywhere, and their API
    keys rest. The last active admin stays one: 409.
    """
    users.change(user_id, actor_of(request), role=body.role, is_active=body.is_active)
    return private_json(selectors.any_user(user_id))
