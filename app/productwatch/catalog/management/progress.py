"""Telling who runs a command how far it is: in one line of a terminal, or in a line from time to time."""

from django.core.management.base import OutputWrapper

EACH = 1000
"""Steps between two lines where nobody watches a terminal; on one, each step is shown."""


class Progress:
    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream

    def tell(self, steps: int, text: str) -> None:
        if self._stream.isatty():
            self._stream.write(f"\r{text} … ", ending="")
            self._stream.flush()
        elif steps % EACH == 0:
            self._stream.write(f"{text} …")

    def interrupt(self, line: object) -> None:
        """Says something else in between, in a line of its own."""
        self.end()
        self._stream.write(str(line))

    def end(self) -> None:
        if self._stream.isatty():
            self._stream.write("\r\N{ESC}[K", ending="")
