"""The API's process: the public port is the server's, the internal one a thread's."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "productwatch.config.settings")
application = get_wsgi_application()


def _start() -> None:
    from productwatch.config import internal, telemetry  # noqa: PLC0415 - settings are there only now
    from productwatch.config.celery import app  # noqa: PLC0415

    # A request may not wait for the broker as long as a worker does.
    app.conf.broker_transport_options |= {"socket_timeout": 0.5, "socket_connect_timeout": 0.3, "max_retries": 0}
    telemetry.start("api")
    internal.serve()


_start()
