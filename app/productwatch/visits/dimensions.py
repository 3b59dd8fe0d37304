"""What visits are counted by: each of these alone, never two of them together."""

from enum import IntEnum


class Dimension(IntEnum):
    """Numbers are kept: a new one goes to the end. All has one value, the empty one."""

    ALL = 0
    PRODUCT = 1
    CATEGORY = 2
    REFERRER = 3
    CAMPAIGN = 4
    DEVICE = 5
    BROWSER = 6
    COUNTRY = 7
    BOT = 8


OF_PEOPLE = tuple(dimension for dimension in Dimension if dimension is not Dimension.BOT)
"""Who is taken for a bot counts by the reason alone."""

TOLD = tuple(dimension for dimension in OF_PEOPLE if dimension is not Dimension.ALL)

SEPARATOR = "\n"
"""Between the parts of a campaign, none of which holds one."""
