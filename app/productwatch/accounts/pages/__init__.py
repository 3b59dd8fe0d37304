"""The pages that mails and OpenID issuers lead to, for people; programs have the API."""

from django.urls import path

from productwatch.accounts.pages import openid
from productwatch.accounts.pages.confirm import confirm
from productwatch.accounts.pages.email import email
from productwatch.accounts.pages.passwords import forgotten, reset

urlpatterns = [
    path("confirm", confirm),
    path("forgotten", forgotten),
    path("reset", reset),
    path("email", email),
    path("openid/<slug:issuer>/start", openid.start),
    path("openid/<slug:issuer>/callback", openid.callback),
]
