"""`make attack` tries every attack on the run in `.run`, or in the folder given, and tells how each was refused.

The run has to believe one proxy, as `TRUSTED_PROXIES=1 make run` does: the attackers come from many addresses. Where
one gets through the command ends with 1.
"""

import argparse
import sys
from pathlib import Path

from tests.security.attack import tried_all
from tests.security.target import Target


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(".run"))
    target = Target(parser.parse_args().folder)
    verdicts = []
    for outcome in tried_all(target):
        verdicts.append(outcome.refused)
        sys.stdout.write(f"{'refused    ' if outcome.refused else 'GOT THROUGH'}  {outcome.what}: {outcome.told}\n")
    target.close()
    sys.stdout.write(f"{sum(verdicts)} of {len(verdicts)} attacks were refused\n")
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
