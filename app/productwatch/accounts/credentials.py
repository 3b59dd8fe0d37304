"""Bounds of what people show to be who they are, by whichever way they show it."""

LONGEST_PASSWORD = 128
"""Characters: so much is hashed."""

CODE = r"^[0-9A-Za-z -]{6,32}$"
"""A code of an app, or a recovery code, with the spaces and hyphens between which people type them."""
