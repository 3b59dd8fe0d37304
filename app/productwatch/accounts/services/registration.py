"""New accounts: by people themselves, and the first admin by whoever installs."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from productwatch.accounts.models import Role, User
from productwatch.platform.problems import Invalid


def register(email: str, password: str) -> None:
    """Adds a customer; a known address stays as it is, and neither answer nor cost tells the difference.

    Invalid is raised for a password that is too easy.
    """
    user = User(email=email)
    _refuse_easy(password, user)
    user.password = make_password(password)
    User.objects.bulk_create([user], ignore_conflicts=True)


def ensure_admin(email: str, password: str) -> tuple[User, bool]:
    """The user of that address, and whether it was made an admin's just now; one who was there is left as found.

    Invalid is raised for a password that is too easy.
    """
    found = User.objects.filter(email=email).first()
    if found:
        return found, False
    user = User(email=email, role=Role.ADMIN)
    _refuse_easy(password, user)
    return User.objects.get_or_create(email=email, defaults={"role": Role.ADMIN, "password": make_password(password)})


def _refuse_easy(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid([{"pointer": "#/password", "detail": message} for message in error.messages]) from None
