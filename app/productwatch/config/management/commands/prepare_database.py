"""Brings the database up to this version, once however many try."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

LOCK = 7_302_411_911
"""Of Postgres' advisory locks, the one that migrating takes."""


class Command(BaseCommand):
    help = "Waits for the database, applies migrations under a lock, and makes the first admin."

    def handle(self, *_arguments: Any, **options: Any) -> None:
        call_command("wait_for_database", timeout=120)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            # A migration that cannot get its lock fails and is tried again; it never holds up the whole service.
            cursor.execute("SET lock_timeout = '4s'")
        try:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
        finally:
            connection.close()
        call_command("ensure_admin")
