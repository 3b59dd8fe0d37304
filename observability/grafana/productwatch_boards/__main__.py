"""Writes every board into the folder given."""

import sys
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from productwatch_boards import overview

BOARDS = {"productwatch-overview": overview.board}


def rendered(name: str) -> str:
    """The board's JSON, in an order that makes differences readable."""
    return JSONEncoder(sort_keys=True, indent=2).encode(BOARDS[name]()) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for each in BOARDS:
        (folder / f"{each}.json").write_text(rendered(each))
