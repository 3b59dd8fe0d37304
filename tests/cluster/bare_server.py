"""The rival of an api pod: Granian, and a Django view that returns bytes which it has in hand."""

import os
from pathlib import Path
from secrets import token_hex

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY=token_hex(), MIDDLEWARE=[])
django.setup()

BODY = Path(os.environ["BODY_FILE"]).read_bytes()


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, content_type="application/json")


urlpatterns = [path("api/v1/products", answer)]
application = get_wsgi_application()
