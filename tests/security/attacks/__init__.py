"""What is tried, by what it is aimed at."""

from importlib import import_module
from pathlib import Path


def load() -> None:
    """Makes ATTACKS complete."""
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        import_module(f"{__name__}.{file.stem}")
