"""Lines of JSON, one reading each."""

from datetime import UTC

from pydantic import AwareDatetime, BaseModel, ValidationError

from productwatch.visits.origins import Campaign, bounded, country_code
from productwatch.visits.services.backfill.readings import Bad, Reading


class Line(BaseModel, extra="forbid"):
    """`visitor` is any text that tells one visitor of a day from another, in place of address and user agent."""

    at: AwareDatetime
    product: str
    visitor: str = ""
    address: str = ""
    user_agent: str = ""
    referrer: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    country: str = ""


def parse(line: str) -> Reading:
    """Bad where it is none."""
    try:
        found = Line.model_validate_json(line)
    except ValidationError as error:
        raise Bad(_told(error)) from None
    if not (found.visitor or found.address):
        raise Bad("neither visitor nor address")
    who = (found.visitor,) if found.visitor else (found.address, found.user_agent)
    campaign = Campaign(*map(bounded, (found.utm_source, found.utm_medium, found.utm_campaign)))
    at, country = found.at.astimezone(UTC), country_code(found.country)
    return Reading(at, found.product, who, found.user_agent, found.referrer, campaign, country)


def _told(error: ValidationError) -> str:
    """The first of its faults, without the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    return " ".join([".".join(map(str, first["loc"])), first["type"].replace("_", " ")]).strip()
