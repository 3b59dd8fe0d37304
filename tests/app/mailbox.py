"""The mails that are sent: queued, rendered and written by what does it anywhere."""

from pathlib import Path

from productwatch.events.services import dispatch
from productwatch.notifications.selectors import due
from productwatch.notifications.services import send
from productwatch.platform import clock
from tests.letters import Letter, files_in, letter_in


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: set[Path] = set()

    def new(self) -> list[Letter]:
        """What has come since this was last asked, after all that waits has been done."""
        dispatch()
        for delivery_id in due(clock.now(), 1000):
            send(delivery_id)
        files = [file for file in files_in(self._folder) if file not in self._read]
        self._read.update(files)
        return [letter_in(file) for file in files]

    def one(self) -> Letter:
        (letter,) = self.new()
        return letter
