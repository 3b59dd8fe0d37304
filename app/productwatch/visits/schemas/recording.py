"""What a page says that tells of a visit."""

from ninja import Field

from productwatch.platform.schema import Filters
from productwatch.visits.origins import LONGEST, Campaign, Told, bounded


class VisitedPage(Filters):
    """The page that tells of the visit, as far as it wants to; what is left out is read from Referer."""

    referrer: str | None = Field(
        None,
        max_length=2000,
        description="its own referrer, of which the host is kept",
        examples=["https://example.org/"],
    )
    utm_source: str | None = Field(None, max_length=LONGEST, examples=["newsletter"])
    utm_medium: str | None = Field(None, max_length=LONGEST, examples=["email"])
    utm_campaign: str | None = Field(None, max_length=LONGEST, examples=["spring"])

    def told(self) -> Told:
        given = (self.utm_source, self.utm_medium, self.utm_campaign)
        named = Campaign(*(bounded(value or "") for value in given)) if any(given) else None
        return Told(self.referrer, named)
