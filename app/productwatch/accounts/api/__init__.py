"""The accounts' routes."""

from ninja import Router

from productwatch.accounts.api.passwords import router as passwords
from productwatch.accounts.api.sessions import router as sessions
from productwatch.accounts.api.signing_in import router as signing_in

router = Router()
for part in (signing_in, passwords, sessions):
    router.add_router("/auth", part)
