"""What a line of a file tells: that somebody read a product."""

from dataclasses import dataclass
from datetime import datetime

from productwatch.visits.origins import Campaign

NO_CAMPAIGN = Campaign()


class Bad(ValueError):  # noqa: N818 - a verdict on a line
    """This line cannot be read; its text tells what is wrong, and nothing of what stands in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`who` tells one visitor from another and is forgotten as soon as it is hashed."""

    at: datetime
    slug: str
    who: tuple[str, ...]
    user_agent: str = ""
    referrer: str = ""
    campaign: Campaign = NO_CAMPAIGN
    country: str = ""
