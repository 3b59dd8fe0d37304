"""A plan of small real processes: they listen, speak, die and outlast like the application's, and start in no time."""

import os
import sys
from collections.abc import Mapping, Sequence

from productwatch_local.ports import Ports
from productwatch_local.processes import Program
from productwatch_local.run import Plan
from productwatch_local.workloads import Workload

LISTENS = """
import http.server, os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/die":
            print("I cannot go on", flush=True)
            os._exit(7)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
"""
SPEAKS = "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))"
"""Says something and ends with a code."""


def python(name: str, script: str, *arguments: object, patience: float = 5) -> Program:
    return Program(name, (sys.executable, "-c", script, *map(str, arguments)), patience=patience)


def plan(preparation: str = "0", version: str = "1") -> Plan:
    """With an api and a worker that listen; `preparation` is the exit code of what comes before them."""

    def workloads(_environment: Mapping[str, str], ports: Ports) -> Sequence[Workload]:
        places = {"api": ports.public, "worker": ports.of(1)}
        return [Workload(python(name, LISTENS, port), port, "/") for name, port in places.items()]

    return Plan(
        version=lambda: version,
        each_version=lambda _environment: [python("database", SPEAKS, "migrated", preparation)],
        at_first=lambda _environment: [python("catalog", SPEAKS, "loaded", 0)],
        workloads=workloads,
    )


if __name__ == "__main__":
    from productwatch_local.__main__ import main

    sys.exit(main(plan(os.environ["PREPARATION"], os.environ["DATA_VERSION"])))
