"""The accounts' routes."""

from ninja import Router

from productwatch.accounts.api.emails import router as emails
from productwatch.accounts.api.forgotten import router as forgotten
from productwatch.accounts.api.identities import router as identities
from productwatch.accounts.api.keys import router as keys
from productwatch.accounts.api.openid import router as openid
from productwatch.accounts.api.passkeys import router as passkeys
from productwatch.accounts.api.passwords import router as passwords
from productwatch.accounts.api.registration import router as registration
from productwatch.accounts.api.second_factors import router as second_factors
from productwatch.accounts.api.sessions import router as sessions
from productwatch.accounts.api.signing_in import router as signing_in
from productwatch.accounts.api.users import router as users

router = Router()
for part in (registration, signing_in, openid, identities, passwords, sessions, keys):
    router.add_router("/auth", part)
router.add_router("/auth/password", forgotten)
router.add_router("/auth/email", emails)
router.add_router("/auth/second-factor", second_factors)
router.add_router("/auth/passkeys", passkeys)
router.add_router("", users)
