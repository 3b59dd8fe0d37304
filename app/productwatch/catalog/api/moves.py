"""What has another address now."""

from typing import Any

from django.http import HttpRequest, HttpResponse

MOVED: dict[str, Any] = {
    "responses": {
        308: {
            "description": "It has another slug now.",
            "headers": {
                "Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}},
            },
        }
    }
}


def moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the same route with another slug at its end; for a client to ask again when it comes back."""
    folder = request.path.rpartition("/")[0]
    query = request.META.get("QUERY_STRING", "")
    location = f"{folder}/{slug}{query and f'?{query}'}"
    return HttpResponse(status=308, headers={"Location": location, "Cache-Control": "no-cache"})
