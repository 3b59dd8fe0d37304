"""A step of an exchange of keys by hand: a ring from standard input, the next one to standard output.

`python -m productwatch_operator.signing_keys stage|promote|retire < ring.json > next.json`
"""

import argparse
import sys
from collections.abc import Sequence

from productwatch_operator.signing_keys import rotation
from productwatch_operator.signing_keys.ring import BrokenRing, dumps, parse

STEPS = {"stage": rotation.staged, "promote": rotation.promoted, "retire": rotation.retired}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m productwatch_operator.signing_keys", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    step = STEPS[parser.parse_args(arguments).step]
    try:
        following = dumps(step(parse(sys.stdin.read())))
    except (BrokenRing, rotation.OutOfTurn) as refusal:
        print(f"the ring stays as it is: {refusal}", file=sys.stderr)  # noqa: T201 - a command's answer
        return 1
    print(following)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
