"""All settings, in one file; what differs between installations comes from the environment."""

from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

import productwatch
from productwatch.catalog.search import LANGUAGES as _LANGUAGES
from productwatch.config import environment, openid, storage
from productwatch.platform.limiter.quota import Quota

# What this installation is.
VERSION = productwatch.__version__
PUBLIC_URL = environment.public_url("PUBLIC_URL")
_HOST = urlsplit(PUBLIC_URL).hostname or ""
ALLOWED_HOSTS = [_HOST]
DEBUG = False
TRUSTED_PROXIES = environment.whole("TRUSTED_PROXIES", 0)
CORS_ORIGINS = environment.parsed(
    "CORS_ORIGINS", environment.origins, "", "origins like https://shop.example.com, with commas between"
)
INTERNAL_HOST = environment.text("INTERNAL_HOST", "0.0.0.0")  # noqa: S104 - a pod's port, that no ingress reaches
INTERNAL_PORT = environment.whole("INTERNAL_PORT", 9000)

# Secrets.
SECRET_KEY = environment.long_secret("SECRET_KEY")
DATA_KEY = environment.long_secret("DATA_KEY")
SIGNING_KEYS_FILE = Path(environment.text("SIGNING_KEYS_FILE"))
ADMIN_EMAIL = environment.optional("ADMIN_EMAIL")
ADMIN_PASSWORD = environment.optional("ADMIN_PASSWORD")

# Postgres. A pool of 0 keeps one connection a process, as prefork workers need it.
DATABASE_POOL_SIZE = environment.whole("DATABASE_POOL_SIZE", 0)
_DATABASE = environment.database(environment.text("DATABASE_URL"), environment.optional("DATABASE_PASSWORD"))
# The pool itself tries again for a second only, since it then waits ever longer; the next request begins anew.
_POOL = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 1, "reconnect_timeout": 1}
DATABASES = {
    "default": _DATABASE
    | {
        "CONN_MAX_AGE": 0 if DATABASE_POOL_SIZE else None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "productwatch",
            "connect_timeout": 2,
            "tcp_user_timeout": 2000,
            **_DATABASE["OPTIONS"],  # type: ignore[dict-item]  # a dict, as environment.database says
            **({"pool": _POOL} if DATABASE_POOL_SIZE else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "productwatch.config.formats"

# Redis: cache, broker, visits.
REDIS_URL = environment.redis(environment.text("REDIS_URL"), environment.optional("REDIS_PASSWORD"))
CACHE_REDIS_URL = environment.optional("CACHE_REDIS_URL")
_CACHE = {
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": REDIS_URL,
    "OPTIONS": {
        "SOCKET_CONNECT_TIMEOUT": 0.3,
        "SOCKET_TIMEOUT": 0.5,
        "CONNECTION_POOL_KWARGS": {"max_connections": 64, "retry_on_timeout": False},
    },
}
CACHES = {"default": _CACHE}
if CACHE_REDIS_URL:
    _ANSWERS = environment.redis(CACHE_REDIS_URL, environment.optional("CACHE_REDIS_PASSWORD"))
    CACHES["answers"] = _CACHE | {"LOCATION": _ANSWERS}
CELERY_BROKER_URL = environment.broker(REDIS_URL)

# Rate limits: so many requests at once, given back evenly over so many seconds.
RATE_LIMITS_ENABLED = environment.switch("RATE_LIMITS_ENABLED", default=True)
RATE_LIMITS = {
    name: environment.parsed(
        f"RATE_LIMIT_{name.upper().replace('-', '_')}", Quota.parse, usual, "requests/seconds like 600/60"
    )
    for name, usual in {
        "reads": "3000/60",
        "writes": "600/60",
        "visits": "1200/60",
        "suggestions": "1200/60",
        "sign-in": "30/60",
        "sign-in-daily": "500/86400",
        "refresh": "120/60",
        "password-tries": "10/900",
        "strangers-tries": "20/3600",
        "code-tries": "20/86400",
    }.items()
}

# Mail. SENDGRID_API_KEY is read at each sending, since its file changes when the key is rotated.
SENDGRID_URL = environment.text("SENDGRID_URL", "https://api.sendgrid.com").rstrip("/")
MAIL_FROM = environment.parsed(
    "MAIL_FROM", environment.sender, f"Product Watch <noreply@{_HOST}>", "an address like Shop <shop@example.com>"
)
MAIL_DIR = environment.path("MAIL_DIR")

# Domains.
REQUIRE_IF_MATCH = environment.switch("REQUIRE_IF_MATCH", default=False)
LISTS_SHARED_SECONDS = environment.whole("LISTS_SHARED_SECONDS", 0)
SEARCH_LANGUAGE = environment.parsed(
    "SEARCH_LANGUAGE", environment.one_of(*_LANGUAGES), "english", f"one of {', '.join(_LANGUAGES)}"
)
JOBS_AT_ONCE = environment.parsed("JOBS_AT_ONCE", environment.at_least(1), "1", "a whole number of at least 1")
VISIT_WINDOW_SECONDS = environment.whole("VISIT_WINDOW_SECONDS", 10)
VISIT_BACKLOG = environment.parsed(
    "VISIT_BACKLOG", environment.at_least(1000), "1800000", "a whole number of at least 1000"
)
VISIT_BOT_PACE = environment.parsed("VISIT_BOT_PACE", environment.at_least(0), "60", "a whole number of at least 0")
VISIT_BOT_MARKS = environment.switch("VISIT_BOT_MARKS", default=True)
VISITS_RAW_DAYS = environment.parsed("VISITS_RAW_DAYS", environment.at_least(4), "90", "a whole number of at least 4")
HONOUR_OPT_OUT = environment.switch("HONOUR_OPT_OUT", default=True)
COUNTRY_HEADER = environment.parsed("COUNTRY_HEADER", environment.header, "", "the name of a header like CF-IPCountry")
LIVE_CONNECTIONS = environment.parsed(
    "LIVE_CONNECTIONS", environment.at_least(1), "200", "a whole number of at least 1"
)
REPORT_AT = environment.parsed("REPORT_AT", time.fromisoformat, "06:00", "a time of the day like 06:00")
REPORT_TIMEZONE = environment.parsed("REPORT_TIMEZONE", lambda name: environment.zone(name).key, "UTC", "an IANA zone")

# Files of pages and of products, and where they are kept.
STATIC_ROOT = environment.path("STATIC_ROOT")
STORAGES = storage.storages(collected=STATIC_ROOT is not None)
MEDIA_URL = storage.media_url(PUBLIC_URL)
MAX_IMAGE_BYTES = environment.whole("MAX_IMAGE_BYTES", 10 * 1024 * 1024)
MAX_IMAGE_PIXELS = environment.whole("MAX_IMAGE_PIXELS", 25_000_000)

# Signing in.
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["productwatch.accounts.hashers.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["email"]},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
    }.items()
] + [{"NAME": "productwatch.accounts.strength.HardToGuess"}]
ARGON2 = environment.parsed("ARGON2", environment.argon2, environment.ARGON2, "KiB/passes/lanes like 19456/2/1")
ACCESS_TOKEN_SECONDS = 5 * 60
REFRESH_TOKEN_SECONDS = 14 * 24 * 3600
OPENID_ISSUERS = openid.issuers(PUBLIC_URL)
OPENID_PAGES = openid.pages()
AUDIT_DAYS = environment.parsed("AUDIT_DAYS", environment.at_least(90), "400", "a whole number of at least 90")
MAIL_DAYS = environment.parsed("MAIL_DAYS", environment.at_least(31), "90", "a whole number of at least 31")

# The admin, which has its own frame (config.admin.frame): no middleware below is there for it.
ADMIN_ENABLED = environment.switch("ADMIN_ENABLED", default=True)
ADMIN_NEEDS_SECOND_FACTOR = environment.switch("ADMIN_NEEDS_SECOND_FACTOR", default=False)
ADMIN_PATH = "/admin/"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "admin_csrf"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "productwatch.config.admin.pages.forged"
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]  # the middleware that the frame stands in for
UNFOLD = {
    "SITE_TITLE": "Product Watch",
    "SITE_HEADER": "Product Watch",
    "SITE_SYMBOL": "visibility",
    "SITE_URL": "/api/docs",
    "STYLES": ["productwatch.config.admin.navigation.style"],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "ACCOUNT": {"navigation": "productwatch.config.admin.navigation.of_account"},
    "SIDEBAR": {"navigation": "productwatch.config.admin.navigation.groups"},
}

# Django.
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "productwatch.config.admin.apps.Admin",
    "django.contrib.messages",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "ninja",
    "productwatch.config.apps.ProductWatch",
    "productwatch.events",
    "productwatch.idempotency",
    "productwatch.audit",
    "productwatch.accounts",
    "productwatch.privacy",
    "productwatch.catalog",
    "productwatch.visits",
    "productwatch.notifications",
    "productwatch.reports",
]
MIDDLEWARE = [
    "productwatch.config.middleware.telemetry.observed",
    *(["productwatch.config.middleware.cors.cross_origin"] if CORS_ORIGINS else []),
    "productwatch.config.middleware.problems.every_error_is_a_problem",
    "productwatch.config.middleware.limits.bounded_requests",
    "productwatch.config.middleware.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "productwatch.config.middleware.head.head_as_get",
    "django.middleware.common.CommonMiddleware",
    "productwatch.config.middleware.known.known_addresses",
]
ROOT_URLCONF = "productwatch.config.urls"
WSGI_APPLICATION = "productwatch.config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = STATIC_ROOT is None  # an image has collected them; a laptop serves them from where they lie
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = False
MAX_BODY_BYTES = 1024 * 1024
MAX_IMPORT_BYTES = environment.whole("MAX_IMPORT_BYTES", 64 * 1024 * 1024)
MAX_HEADER_BYTES = 16 * 1024
MAX_IMAGE_BODY_BYTES = MAX_IMAGE_BYTES + 16 * 1024
LONGEST_BODY_BYTES = max(MAX_BODY_BYTES, MAX_IMAGE_BODY_BYTES, MAX_IMPORT_BYTES)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_IMAGE_BODY_BYTES  # a pod has no disk: its /tmp is memory, too

# Logs are set up by config.logging, before anything is logged.
LOG_FORMAT = environment.parsed("LOG_FORMAT", environment.one_of("json", "text"), "json", "json or text")
LOG_LEVEL = environment.parsed(
    "LOG_LEVEL", environment.one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "DEBUG, INFO, WARNING or ERROR"
)
LOGGING_CONFIG = "productwatch.config.logging.configure"
LOGGING = {"format": LOG_FORMAT, "level": LOG_LEVEL}
OTLP_ENDPOINT = environment.optional("OTEL_EXPORTER_OTLP_ENDPOINT")
