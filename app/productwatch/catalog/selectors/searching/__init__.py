"""Finding products by words."""

from productwatch.catalog.selectors.searching.finding import Search, search, spread
from productwatch.catalog.selectors.searching.suggesting import suggestions

__all__ = ["Search", "search", "spread", "suggestions"]
