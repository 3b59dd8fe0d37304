"""Errors as pages: under /admin people are told by HTML, where the API tells programs by problem details."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from productwatch.platform.pages import Page
from productwatch.platform.problems import Forbidden, Problem
from productwatch.platform.requests import request_id


def error_page(request: HttpRequest, problem: Problem) -> Page:
    shown = {
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": problem.detail,
        "request_id": request_id(request),
    }
    page = render_to_string("admin/error.html", shown, request)
    return Page(page, status=problem.status, headers={"Cache-Control": "no-store", **problem.headers})


def forged(request: HttpRequest, reason: str = "") -> Page:
    return error_page(request, Forbidden("The form was not of this site, or is too old: load the page anew."))
