"""The one API, in which every domain has its routes."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

import productwatch
from productwatch.accounts.api import router as accounts
from productwatch.accounts.services.keys import Keys
from productwatch.audit.api import router as audit
from productwatch.catalog.api import router as catalog
from productwatch.config.auditing import audit_changes
from productwatch.config.bodies import bound_bodies
from productwatch.config.errors import problem_of
from productwatch.config.idempotency import take_keys
from productwatch.config.limits import put_behind_limits
from productwatch.config.openapi import DescribedAPI
from productwatch.idempotency.services import PostgresStore
from productwatch.notifications.api import router as notifications
from productwatch.platform.api_keys import Remembering, set_keeper
from productwatch.platform.idempotency import Once
from productwatch.platform.json import OrjsonRenderer, StrictParser
from productwatch.platform.problems import problem_response
from productwatch.privacy.api import router as privacy
from productwatch.visits.api import router as visits

DESCRIPTION = """\
A catalog whose products are watched. Errors are [problem details](https://www.rfc-editor.org/rfc/rfc9457);
lists are read page by page: `next` of one answer is the `cursor` of the following request."""


def build() -> NinjaAPI:
    """A function, so that a test can build a second one."""
    api = DescribedAPI(
        title="Product Watch",
        version=productwatch.__version__,
        description=DESCRIPTION,
        parser=StrictParser(),
        renderer=OrjsonRenderer(),
        docs_url=None,
        openapi_url="/openapi.json",
        urls_namespace="api",
        openapi_extra={"info": {"license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"}}},
    )
    for router in (accounts, privacy, audit, catalog, visits, notifications):
        api.add_router("/v1", router)
    for kind in (ValidationError, HttpError, AuthenticationError, Exception):
        api.add_exception_handler(kind, _answer_problem)
    set_keeper(Remembering(Keys()))
    audit_changes(api)
    take_keys(api, Once(PostgresStore()))
    put_behind_limits(api)
    bound_bodies(api)
    return api


def _answer_problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    found = error if isinstance(error, Exception) else error()
    return problem_response(request, problem_of(found))
