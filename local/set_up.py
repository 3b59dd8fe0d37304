"""Makes `.venv` what the lock says, with nothing but this Python: fetches uv with pip, and lets uv install the rest.

Does nothing where the lock has not changed since. Written so that an older Python can at least say that it is too old.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOCKS = [ROOT / "local/uv.txt", ROOT / "requirements/dev.txt"]
INSTALLED = VENV / "installed.txt"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one meets this line
        sys.exit("Python 3.11 or newer is needed, this is {}.{}: set PYTHON=python3.12".format(*sys.version_info))
    wanted = "".join(lock.read_text() for lock in LOCKS)
    if works() and INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return
    if not works():
        say("making .venv")
        make()
    if not (VENV / "bin/uv").exists():
        say("fetching uv")
        done(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS[0]))
    say("installing what requirements/dev.txt locks")
    done(VENV / "bin/uv", "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), *map(str, LOCKS))
    INSTALLED.write_text(wanted)


def works() -> bool:
    """Whether there is a Python in `.venv` that still runs."""
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0


def make() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("This Python cannot make a .venv: install its venv module (Debian: python3-venv).")


def done(program: Path, *arguments: str) -> None:
    ended = subprocess.run([program, *arguments], cwd=ROOT, check=False)
    if ended.returncode != 0:
        sys.exit(f"{program.name} {arguments[0]} failed; its own words are above.")


def say(what: str) -> None:
    print(f"Setting up: {what}", flush=True)


if __name__ == "__main__":
    main()
