"""Celery's settings: queues, the few fixed entries of Beat, and what keeps a message through crashes and outages."""

from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

from productwatch.processes import QUEUES

broker_url = settings.CELERY_BROKER_URL
timezone = "UTC"
task_ignore_result = True  # what a task has done stands in the database

task_queues = [Queue(name) for name in QUEUES]
task_default_queue = "events"
task_create_missing_queues = False
task_routes = {
    "productwatch.events.*": {"queue": "events"},
    "productwatch.catalog.publish_due": {"queue": "events"},  # on time, whatever else the catalog is busy with
    "productwatch.notifications.*": {"queue": "mail"},
    "productwatch.*": {"queue": "reports"},
}

# A killed worker's messages come again: acknowledged when done, none held ahead, redelivered in time.
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 180
task_time_limit = 240
worker_max_tasks_per_child = 5000
worker_cancel_long_running_tasks_on_connection_loss = True

# Redis may be away for as long as it likes.
broker_connection_timeout = 2
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
broker_transport_options = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,  # a server that has vanished without a word must not keep a worker from ending
    "socket_keepalive": True,
    "health_check_interval": 10,
    "global_keyprefix": "celery:",
}
task_publish_retry = False

worker_consumer = "productwatch.config.worker:PatientConsumer"
worker_hijack_root_logger = False
worker_redirect_stdouts = False

beat_scheduler = "productwatch.config.beat:LivingScheduler"
beat_max_loop_interval = 5
EACH_MINUTE = (
    "productwatch.catalog.export_products",
    "productwatch.catalog.import_products",
    "productwatch.catalog.process_images",
    "productwatch.catalog.publish_due",
    "productwatch.events.dispatch",
    "productwatch.notifications.sweep",
    "productwatch.privacy.erase_accounts",
    "productwatch.privacy.export_accounts",
    "productwatch.reports.tick",
    "productwatch.visits.close_days",
    "productwatch.visits.export",
    "productwatch.visits.upkeep",
)
EACH_HOUR = (
    "productwatch.catalog.tidy",
    "productwatch.accounts.forget_expired",
    "productwatch.audit.forget_old",
    "productwatch.catalog.forget_images",
    "productwatch.events.forget_handled",
    "productwatch.idempotency.forget_expired",
    "productwatch.notifications.forget_old",
    "productwatch.privacy.tidy",
    "productwatch.visits.forget_exports",
)
EACH_NIGHT = ("productwatch.catalog.count_words",)
TIMES = ((EACH_MINUTE, crontab()), (EACH_HOUR, crontab(minute="17")), (EACH_NIGHT, crontab(minute="37", hour="3")))
beat_schedule = {
    name: {"task": name, "schedule": time, "options": {"expires": 50}} for names, time in TIMES for name in names
}
