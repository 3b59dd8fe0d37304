"""What the visits' API takes and gives."""

from productwatch.visits.schemas.analytics import Analytics, Bots, Movers, Overview, VisitSessions
from productwatch.visits.schemas.exports import VisitExport, VisitExportIn, VisitExportPage
from productwatch.visits.schemas.live import Recent
from productwatch.visits.schemas.periods import Days, Ranking, Series
from productwatch.visits.schemas.rankings import CampaignPage, TraitPage, VisitedCategoryPage, VisitedProductPage
from productwatch.visits.schemas.recording import VisitedPage

__all__ = [
    "Analytics",
    "Bots",
    "CampaignPage",
    "Days",
    "Movers",
    "Overview",
    "Ranking",
    "Recent",
    "Series",
    "TraitPage",
    "VisitExport",
    "VisitExportIn",
    "VisitExportPage",
    "VisitSessions",
    "VisitedCategoryPage",
    "VisitedPage",
    "VisitedProductPage",
]
