"""Ottilie has an account in which much has happened, and Carol, an admin, is there, too."""

import pytest
from django.contrib.auth.hashers import make_password

from productwatch.accounts.models import Role, User
from tests.app.accounts.calling import PASSWORD
from tests.app.privacy.lives import Life, lived


@pytest.fixture(scope="session")
def hashed() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def carol(transactional_db: None, hashed: str) -> User:
    return User.objects.create(email="carol@example.com", role=Role.ADMIN, password=hashed)


@pytest.fixture
def ottilie(transactional_db: None, hashed: str, carol: User) -> Life:
    """An admin, since an admin leaves the most behind."""
    return lived(User.objects.create(email="ottilie.marked@example.com", role=Role.ADMIN, password=hashed))
