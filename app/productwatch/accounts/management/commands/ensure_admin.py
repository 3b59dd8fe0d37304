"""`manage.py ensure_admin`: there is an admin of the address ADMIN_EMAIL."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from productwatch.accounts.addresses import address
from productwatch.accounts.services import registration
from productwatch.platform.problems import Invalid


class Command(BaseCommand):
    help = "Makes the admin of ADMIN_EMAIL and ADMIN_PASSWORD where nobody has that address; changes nobody."

    def handle(self, **_: Any) -> None:
        email, password = settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD
        if not email or not password:
            raise CommandError("set ADMIN_EMAIL and ADMIN_PASSWORD, or ADMIN_EMAIL_FILE and ADMIN_PASSWORD_FILE")
        try:
            user, made = registration.ensure_admin(_address(email), password)
        except Invalid as error:
            reasons = " ".join(found["detail"] for found in error.members["errors"])
            raise CommandError(f"ADMIN_PASSWORD is refused: {reasons}") from None
        self.stdout.write(f"{user.email} is an admin now" if made else f"{user.email} exists as {user.role}: unchanged")


def _address(email: str) -> str:
    try:
        return address(email)
    except ValueError as error:
        raise CommandError(f"ADMIN_EMAIL is {email!r}: {error}") from None
