"""Notifications as a Django app."""

from django.apps import AppConfig


class Notifications(AppConfig):
    name = "productwatch.notifications"
    label = "notifications"
