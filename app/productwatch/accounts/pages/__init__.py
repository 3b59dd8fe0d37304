"""The pages that mails lead to, for people; programs have the API."""

from django.urls import path

from productwatch.accounts.pages.confirm import confirm

urlpatterns = [path("confirm", confirm)]
