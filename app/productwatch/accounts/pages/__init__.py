"""The pages that mails lead to, for people; programs have the API."""

from django.urls import path

from productwatch.accounts.pages.confirm import confirm
from productwatch.accounts.pages.email import email
from productwatch.accounts.pages.passwords import forgotten, reset

urlpatterns = [path("confirm", confirm), path("forgotten", forgotten), path("reset", reset), path("email", email)]
