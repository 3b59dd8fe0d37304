"""`manage.py openapi`: the API's description, as /api/openapi.json serves it."""

from typing import Any

import orjson
from django.core.management.base import BaseCommand

from productwatch.config import api


class Command(BaseCommand):
    help = "Prints the API's description (OpenAPI 3.1); needs no server."

    def handle(self, **_options: Any) -> None:
        how = orjson.OPT_NON_STR_KEYS | orjson.OPT_INDENT_2
        self.stdout.write(orjson.dumps(api.build().get_openapi_schema(), option=how).decode())
