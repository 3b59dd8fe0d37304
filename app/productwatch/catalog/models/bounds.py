"""How long, how many, how large what the catalog keeps may be."""

LONGEST_NAME, LONGEST_TEXT, LONGEST_SKU, LONGEST_URL = 200, 10_000, 64, 500
LONGEST_ICON, LONGEST_REFERENCE = 64, 64
LONGEST_BRAND, LONGEST_TAG, MOST_TAGS = 100, 50, 20
LARGEST_STOCK = LARGEST_POSITION = 2**31 - 1
DEEPEST = 10
"""Categories from a root down, both included."""
