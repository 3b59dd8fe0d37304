"""Pages: what people read in a browser, where programs read problems."""

from django.http import HttpResponse


class Page(HttpResponse):
    """HTML that tells itself what is wrong, whatever its status."""
