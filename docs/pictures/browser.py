"""Chromium, driven by its own protocol over a pair of pipes (https://chromedevtools.github.io/devtools-protocol/)."""

import json
import os
import subprocess
import tempfile
from base64 import b64decode
from typing import Any, Self


class Browser:
    """A window of a browser with nothing kept from before."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, ours = os.pipe(), os.pipe()
        options = ["--headless", "--no-sandbox", "--remote-debugging-pipe", "--hide-scrollbars"]
        moved = f'exec 3<&{theirs[0]} 4>&{ours[1]}; exec "$@"'
        command = ["bash", "-c", moved, "chromium", program, *options, f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(command, pass_fds=(theirs[0], ours[1]), stderr=subprocess.DEVNULL)  # noqa: S603
        self._to, self._from = os.fdopen(theirs[1], "wb", 0), os.fdopen(ours[0], "rb")
        self._number, self._session = 0, ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._profile.cleanup()

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """What the browser answers; events are let go by."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": values}
        self._to.write(json.dumps(asked | ({"sessionId": self._session} if self._session else {})).encode() + b"\0")
        while (heard := self._hear()).get("id") != self._number:
            pass
        if "error" in heard:
            raise RuntimeError(f"{method}: {heard['error']}")
        return dict(heard["result"])

    def go(self, address: str) -> None:
        """Comes back once the page has loaded."""
        self.ask("Page.navigate", url=address)
        self.settle()

    def settle(self) -> None:
        while self._hear().get("method") != "Page.loadEventFired":
            pass
        self.run("new Promise(done => setTimeout(done, 600))")

    def run(self, script: str) -> Any:
        return self.ask("Runtime.evaluate", expression=script, awaitPromise=True)["result"].get("value")

    def look(self, width: int, height: int, scheme: str) -> None:
        """The window's size, and whether its user likes it light or dark."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self) -> bytes:
        """What is to be seen, as WebP."""
        return b64decode(self.ask("Page.captureScreenshot", format="webp", quality=60)["data"])

    def _hear(self) -> dict[str, Any]:
        heard = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("the browser has ended")
            heard += byte
        return dict(json.loads(heard))
