"""Product Watch's operator: makes the secrets that are missing, and looks after the keys that sign tokens."""

__version__ = "0.1.0"
