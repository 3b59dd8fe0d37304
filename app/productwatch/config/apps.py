"""The application as Django sees it: what has to be joined together once all domains are there."""

from django.apps import AppConfig


class ProductWatch(AppConfig):
    name = "productwatch.config"
    label = "config"

    def ready(self) -> None:
        from productwatch.config import celery, personal_data, subscriptions  # noqa: PLC0415 - models are there only now

        celery.app.set_default()
        subscriptions.connect()
        personal_data.join_all()
