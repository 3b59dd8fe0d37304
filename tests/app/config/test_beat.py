"""Beat shows that it lives, also while what it needs is away."""

import pytest
from celery import Celery

from productwatch.config import beat


class EnoughError(Exception):
    """Ends a wait that has no end of its own."""


def test_while_it_waits_for_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = list[None]()

    def sign() -> None:
        signs.append(None)
        if len(signs) == 3:
            raise EnoughError

    monkeypatch.setattr(beat, "beat", sign)
    scheduler = beat.LivingScheduler(app=Celery(broker="redis://127.0.0.1:1/0", set_as_current=False), lazy=True)
    with pytest.raises(EnoughError):
        scheduler._ensure_connected()
