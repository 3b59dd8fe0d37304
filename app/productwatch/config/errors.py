"""Which problem an exception is."""

import logging
from http import HTTPStatus

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from productwatch.platform.database import DATABASE_AWAY
from productwatch.platform.json import escaped
from productwatch.platform.problems import (
    BadRequest,
    Forbidden,
    InternalError,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    Unauthorized,
    Unavailable,
    of_status,
)
from productwatch.platform.redis import RedisAway

logger = logging.getLogger(__name__)


def problem_of(error: BaseException) -> Problem:  # noqa: C901, PLR0911, PLR0912 - a table of cases
    match error:
        case Problem():
            return error
        case ValidationError():
            return Invalid([_field_error(found) for found in error.errors])
        case HttpError(__cause__=Problem() as cause):
            return cause  # what our parser raised, wrapped by Ninja
        case HttpError():
            return of_status(error.status_code, str(error))
        case AuthenticationError():
            return Unauthorized()
        case AuthorizationError() | PermissionDenied():
            return Forbidden("This is not for you.")
        case Http404():
            return NotFound("There is nothing at this address.")
        case RequestDataTooBig():
            return TooLarge("The body is too large.")
        case TooManyFieldsSent():
            return BadRequest("The address or the form has too many parameters.")
        case TooManyFilesSent():
            return BadRequest("The form has too many files.")
        case SuspiciousOperation():
            return BadRequest("The request cannot be read.")
        case MultiPartParserError():
            return BadRequest(f"The form cannot be read: {error}")
        case RedisAway():
            return Unavailable("Redis is away; try again in a moment.")
        case _ if isinstance(error, DATABASE_AWAY):
            logger.warning("the database does not answer", extra={"reason": type(error).__name__})
            return Unavailable("The database is away; try again in a moment.", retry_after=3)
    logger.error("a request failed", exc_info=error)
    return InternalError(f"{HTTPStatus.INTERNAL_SERVER_ERROR.description}. The request's id finds it in the log.")


def _field_error(found: dict[str, object]) -> dict[str, str]:
    """Ninja's location is (where, argument's name, *path) in a body and in a list of the query, else (where, name)."""
    location = found["loc"]
    where, *path = location if isinstance(location, tuple | list) else (location,)
    members = path[1:] if where == "body" or len(path) > 1 else path
    return {
        "pointer": "#" + "".join(f"/{escaped(str(name))}" for name in members),
        "detail": str(found["msg"]).removeprefix("Value error, "),
    }
