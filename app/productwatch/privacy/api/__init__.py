"""The routes of one's own data."""

from ninja import Router

from productwatch.privacy.api.erasure import router as erasure
from productwatch.privacy.api.exports import router as exports

router = Router()
for part in (exports, erasure):
    router.add_router("", part)
