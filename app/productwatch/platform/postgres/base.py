"""While the server is away few requests wait for it and the others are told at once, so that those which need no
database find a free thread.
"""

from threading import Lock
from time import monotonic
from typing import Any

from django.db.backends.postgresql import base

PAUSE_SECONDS = 3.0
"""After a failure nobody tries for so long, then one at a time."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, of which every thread has one; that the pool had no connection to give is known to all of them."""

    _failed_at: float | None = None
    _trial = Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        failed_at = DatabaseWrapper._failed_at
        if failed_at is None or not self.pool:
            return self._connected(conn_params)
        if monotonic() < failed_at + PAUSE_SECONDS or not self._trial.acquire(blocking=False):
            raise self.Database.OperationalError("the server did not answer a moment ago")
        try:
            return self._connected(conn_params)
        finally:
            self._trial.release()

    def _connected(self, conn_params: dict[str, Any]) -> Any:
        try:
            connection = super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            DatabaseWrapper._failed_at = monotonic()
            raise
        DatabaseWrapper._failed_at = None
        return connection
