"""`make run-reset`: takes away what `make run` keeps, after asking."""

import shutil
from collections.abc import Callable
from pathlib import Path

from productwatch_local import console
from productwatch_local.instance import the_only_one
from productwatch_local.problems import CannotStart


def reset(folder: Path, ask: Callable[[str], str] = input) -> None:
    """CannotStart where it runs, or where nobody says yes."""
    if not folder.exists():
        console.say(f"There is nothing in {folder}.")
        return
    with the_only_one(folder):
        if _answer(ask, f"Take away the database, keys, mails and images in {folder}? [y/N] ") not in {"y", "yes"}:
            raise CannotStart("Nothing was taken away.")
        shutil.rmtree(folder)
    console.say("Gone: the next `make run` begins anew.")


def _answer(ask: Callable[[str], str], question: str) -> str:
    try:
        return ask(question).strip().lower()
    except EOFError:
        return ""
