"""A page with a form, which does something once it is sent and nothing when it is read.

What opens the links of a mail before its reader does, such as a scanner, changes nothing. The mail's token stands
behind the link's #, which browsers keep to themselves: no log of ours or of a proxy has it. A few lines of script write
it into the form; without them it is typed, for the mail shows it too.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ValidationError

from productwatch.accounts.api.secret_routes import SIGN_IN, SIGN_IN_DAILY
from productwatch.audit.actors import Actor, actor_of
from productwatch.platform.bodies import refuse_longer
from productwatch.platform.limiter.check import Check
from productwatch.platform.limiter.limiter import in_force
from productwatch.platform.pages import Page
from productwatch.platform.problems import Invalid, Problem, invalid

Form = TypeVar("Form", bound=BaseModel)
View = Callable[[HttpRequest], HttpResponse]

LONGEST_FORM = 16 * 1024
"""Bytes."""

_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
_POLICY += "frame-ancestors 'none'; base-uri 'none'"
_HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": _POLICY}


def form_page(name: str, form: type[Form], act: Callable[[Form, Actor], object]) -> View:
    """Shows `accounts/<name>.html`; once its form is sent, acts and shows `accounts/<name>_done.html`.

    What `act` returns is `outcome` there; a problem is shown above the form, and is the answer's status.
    """

    @csrf_exempt  # nobody is signed in by a cookie: a form can do what it holds the secret for, whoever sends it
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        return _sent(request) if request.method == "POST" else _page(request, name)

    def _sent(request: HttpRequest) -> HttpResponse:
        check = Check(request, (SIGN_IN, SIGN_IN_DAILY), in_force())
        try:
            refuse_longer(request, LONGEST_FORM)
            check.ask()
            outcome = act(_read(form, request), actor_of(request))
            response = _page(request, f"{name}_done", outcome=outcome)
        except Problem as problem:
            response = _refusal(request, name, problem)
        check.tell(response)
        return response

    return view


def _read(form: type[Form], request: HttpRequest) -> Form:
    """The form's fields, held to the same rules as a body of the API."""
    given = {name: request.POST.get(name, "") for name in form.model_fields}
    for name, value in given.items():
        if "\0" in value:
            raise invalid(f"#/{name}", "must hold no NUL character")
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise Invalid([_error(found["loc"], found["msg"]) for found in error.errors()]) from None


def _error(place: tuple[int | str, ...], detail: str) -> dict[str, str]:
    return {"pointer": f"#/{place[0]}", "detail": detail.removeprefix("Value error, ")}


def _refusal(request: HttpRequest, name: str, problem: Problem) -> HttpResponse:
    is_form = isinstance(problem, Invalid)
    errors = problem.members["errors"] if is_form else [{"pointer": "", "detail": problem.detail}]
    shown = [{"field": error["pointer"].removeprefix("#/"), "detail": error["detail"]} for error in errors]
    response = _page(request, name, problem.status, errors=shown, given=request.POST if is_form else {})
    for header, value in problem.headers.items():
        response.headers[header] = value
    return response


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return Page(render_to_string(f"accounts/{name}.html", context, request), status=status, headers=_HEADERS)
