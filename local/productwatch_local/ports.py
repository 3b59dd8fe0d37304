"""Ports: told to be taken before anything is started on them."""

import errno
import socket
from typing import NamedTuple

from productwatch_local.problems import CannotStart


class Ports(NamedTuple):
    """`public` is the API's; `internal` and those behind it are where each process tells its metrics."""

    public: int
    internal: int

    @property
    def live(self) -> int:
        """That of the stream of visits: an ingress would lead there, but a laptop has none."""
        return self.public + 1

    def of(self, place: int) -> int:
        """The internal port of the process at that place, from 0."""
        return self.internal + place


def demand_free(ports: Ports, processes: int) -> None:
    """CannotStart names the first port that is taken, and how to choose another."""
    for port in (ports.public, ports.live):
        if taken(port):
            raise CannotStart(f"Port {port} is taken: choose another with PORT={ports.public + 10}, or free it.")
    for place in range(processes):
        if taken(ports.of(place)):
            raise CannotStart(
                f"Port {ports.of(place)} is taken, one of {processes} for metrics: "
                f"choose others with INTERNAL_PORT={ports.internal + 100}, or free it."
            )


def taken(port: int) -> bool:
    """Whether somebody listens there, on this machine's own address or on all."""
    with socket.socket() as attempt:
        if attempt.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("", port))
        except OSError as error:
            return error.errno in {errno.EADDRINUSE, errno.EACCES}
    return False
