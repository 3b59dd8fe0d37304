"""Product Watch: a catalog whose products are watched."""

__version__ = "0.1.0"
