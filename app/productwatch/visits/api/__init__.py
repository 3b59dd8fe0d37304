"""The visits' routes."""

from ninja import Router

from productwatch.visits.api.analytics import router as analytics
from productwatch.visits.api.exports import router as exports
from productwatch.visits.api.live import router as live
from productwatch.visits.api.rankings import router as rankings
from productwatch.visits.api.recording import router as recording

router = Router()
for part in (recording, analytics, rankings, live, exports):
    router.add_router("", part)
