"""What other programs run: `manage.py serve` and `manage.py worker` become Granian and Celery.

They do so before Django is set up, which the program that they become does for itself. The settings are read first, so
that a missing one ends the process with its one line.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from importlib import import_module

MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024), "MALLOC_ARENA_MAX": "2"}
"""How glibc gives memory back (mallopt(3)): what is large at once, as that of password hashes or images, which it would
else keep after the second time; and of small pieces as much as two threads want, not eight.
"""

HEADERS_HEARD = 128 * 1024
"""Bytes of a request's head that Granian reads: far more than are taken, for to more it gives an answer of its own, and
a proxy that is still sending may miss it and give a 502.
"""

QUEUES = ("events", "mail", "reports")


def become(arguments: Sequence[str]) -> None:
    """Becomes the process that the first argument names; returns where it names none of them."""
    if arguments and arguments[0] in PROCESSES:
        described, run = PROCESSES[arguments[0]]
        parser = argparse.ArgumentParser(f"manage.py {arguments[0]}", description=run.__doc__)
        described(parser)
        options = parser.parse_args(arguments[1:])
        import_module("productwatch.config.settings")
        for name, value in MALLOC.items():
            os.environ.setdefault(name, value)
        run(options)


def _describe_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000")
    parser.add_argument("--threads", default="8", help="requests answered at once")


def _serve(options: argparse.Namespace) -> None:
    """Serves the API on a public port, and metrics on INTERNAL_PORT."""
    os.environ.setdefault("DATABASE_POOL_SIZE", options.threads)
    command = ["granian", "--interface", "wsgi", "--host", options.host, "--port", options.port]
    command += ["--workers", "1", "--blocking-threads", options.threads, "--respawn-failed-workers"]
    command += ["--http", "1", "--http1-buffer-size", str(HEADERS_HEARD), "--no-ws"]
    command += ["--workers-kill-timeout", "25", "--log-level", "error"]
    os.execvp("granian", [*command, "productwatch.config.wsgi:application"])  # noqa: S606, S607 - becomes the server


def _describe_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queues", default=",".join(QUEUES), help="separated by commas")
    parser.add_argument("--concurrency", default=os.environ.get("WORKER_CONCURRENCY", "2"), help="tasks run at once")


def _work(options: argparse.Namespace) -> None:
    """Runs tasks; metrics are on INTERNAL_PORT."""
    command = ["celery", "--app", "productwatch.config.celery", "--quiet", "worker", "--queues", options.queues]
    command += ["--concurrency", options.concurrency, "--without-gossip", "--without-mingle", "--without-heartbeat"]
    os.execvp("celery", command)  # noqa: S606, S607 - becomes the worker


Described = Callable[[argparse.ArgumentParser], None]
PROCESSES: dict[str, tuple[Described, Callable[[argparse.Namespace], None]]] = {
    "serve": (_describe_serve, _serve),
    "worker": (_describe_worker, _work),
}
