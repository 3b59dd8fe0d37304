"""`python -m productwatch_local run`, `reset` or `manage COMMAND …`; the Makefile's targets call it."""

import argparse
import os
import sys
from pathlib import Path

from productwatch_local import console
from productwatch_local.manage import manage
from productwatch_local.ports import Ports
from productwatch_local.problems import CannotStart
from productwatch_local.reset import reset
from productwatch_local.run import APPLICATION, Plan, run
from productwatch_local.workloads import ROOT


def main(plan: Plan = APPLICATION) -> int:
    arguments = _arguments()
    try:
        ports = Ports(_port("PORT", 8000), _port("INTERNAL_PORT", 9000))
        if arguments.what == "reset":
            reset(arguments.folder)
        elif arguments.what == "run":
            run(arguments.folder, ports, plan)
        else:
            return manage(arguments.folder, ports, *arguments.command)
    except CannotStart as reason:
        console.complain(str(reason))
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="productwatch_local", description="Product Watch on this machine.")
    parser.add_argument("--folder", type=Path, default=ROOT / ".run", help="where the data lie")
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("run", help="runs everything until Ctrl-C")
    what.add_parser("reset", help="takes all data away, after asking")
    command = what.add_parser("manage", help="runs a command of manage.py with the same settings and servers")
    command.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args()


def _port(name: str, default: int) -> int:
    given = os.environ.get(name) or str(default)
    if not given.isdecimal() or not 0 < int(given) < 65500:
        raise CannotStart(f"{name} is {given!r}: it must be a port, like {default}.")
    return int(given)


if __name__ == "__main__":
    sys.exit(main())
