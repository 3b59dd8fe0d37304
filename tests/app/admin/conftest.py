"""Staff who are signed in at the admin, each with a browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from productwatch.accounts.models import RefreshFamily, Role, User
from productwatch.accounts.services import admin_sessions
from productwatch.config.admin.frame import COOKIE

BrowserOf = Callable[[User], Client]


@pytest.fixture
def browser_of() -> BrowserOf:
    """A browser that holds the cookie of a session, without the cost of signing in."""

    def signed_in(user: User) -> Client:
        browser, family = Client(), RefreshFamily.objects.create(user=user)
        first, browser.cookies[COOKIE] = admin_sessions._given(user, family.id)
        family.tokens.create(**first._asdict())
        return browser

    return signed_in


@pytest.fixture
def browser(admin: User, browser_of: BrowserOf) -> Client:
    """An admin's."""
    return browser_of(admin)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create(email="edda@example.com", role=Role.EDITOR, password="!")


@pytest.fixture
def analyst(db: None) -> User:
    return User.objects.create(email="anna@example.com", role=Role.ANALYST, password="!")
