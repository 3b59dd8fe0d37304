"""`manage.py reset_second_factor EMAIL`: who has lost app and recovery codes signs in with the password alone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from productwatch.accounts.addresses import address
from productwatch.accounts.models import User
from productwatch.accounts.services import enrolment
from productwatch.audit.actors import THE_SYSTEM


class Command(BaseCommand):
    help = "Takes a lost second factor away from the user of that address, and notes it in the audit log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_: Any) -> None:
        user = _user(email)
        if not enrolment.reset(user, THE_SYSTEM):
            raise CommandError(f"{user.email} has no second factor")
        self.stdout.write(f"{user.email} signs in with the password alone now")


def _user(email: str) -> User:
    try:
        return User.objects.get(email=address(email))
    except (ValueError, User.DoesNotExist):
        raise CommandError(f"nobody has the address {email!r}") from None
