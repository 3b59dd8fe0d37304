"""Any command of `manage.py` with the settings and servers of `make run`, which may run meanwhile or not."""

import subprocess
from contextlib import ExitStack
from pathlib import Path

from productwatch_local import workloads
from productwatch_local.instance import AlreadyRunning, the_only_one
from productwatch_local.ports import Ports
from productwatch_local.ready import ports_of
from productwatch_local.servers import Servers, running
from productwatch_local.settings import environment


def manage(folder: Path, ports: Ports, *arguments: str) -> int:
    """The command's exit code; it runs in the caller's folder, so that files are named as seen from there."""
    with ExitStack() as stack:
        try:
            stack.enter_context(the_only_one(folder))
            servers = stack.enter_context(running(folder))
        except AlreadyRunning:
            servers, ports = Servers.of(folder), ports_of(folder) or ports
        program = workloads.manage("manage", environment(folder.resolve(), servers, ports), *arguments)
        return subprocess.run(program.command, env=program.environment, check=False).returncode
