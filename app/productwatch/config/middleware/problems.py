"""Every error is a problem, also those that Django or Ninja answer in their own words; pages tell of theirs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from productwatch.platform.pages import Page
from productwatch.platform.problems import CONTENT_TYPE, of_status, problem_response

_DETAILS = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not know the method.",
}


def every_error_is_a_problem(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        is_told = isinstance(response, Page) or response.get("Content-Type") == CONTENT_TYPE
        if response.status_code < 400 or is_told:
            return response
        detail = _DETAILS.get(response.status_code, response.reason_phrase)
        headers = {"Allow": response["Allow"]} if "Allow" in response else None
        return problem_response(request, of_status(response.status_code, detail, headers=headers))

    return middleware
