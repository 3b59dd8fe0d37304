"""The visits app: from its start on, each anonymous read of a product is counted."""

from django.apps import AppConfig


class Visits(AppConfig):
    name = "productwatch.visits"

    def ready(self) -> None:
        from productwatch.platform import reads  # noqa: PLC0415 - settings are there only now
        from productwatch.visits.services.recording import Recorder  # noqa: PLC0415

        reads.add_companion("product:", Recorder())
