"""The workloads of a release with no values, and where the values of each lie."""

from tests.chart.rendering import Values, nested

BLOCKS = {
    "api": "api",
    "live": "live",
    "worker-default": "workers.groups.default",
    "flusher": "flusher",
    "beat": "beat",
    "migrate": "migrate",
    "round-trip": "roundTrip",
    "operator": "operator",
}
OURS = list(BLOCKS)
APP = [name for name in OURS if name != "operator"]
SERVERS = ["postgresql", "redis"]
ALL = OURS + SERVERS
LASTING = [name for name in ALL if name not in ("migrate", "round-trip")]

OWN_SECRETS: Values = {
    "secrets": {"application": {"existingSecret": "my-keys"}, "signingKeys": {"existingSecret": "my-ring"}},
    "admin": {"existingSecret": "my-admin"},
}
WITHOUT_OPERATOR: Values = OWN_SECRETS | {
    "operator": {"enabled": False},
    "postgresql": {"auth": {"existingSecret": "my-postgres"}},
    "redis": {"auth": {"existingSecret": "my-redis"}},
}
EXTERNAL: Values = {
    "postgresql": {"enabled": False},
    "externalDatabase": {"host": "db.example.com", "existingSecret": "my-db"},
    "redis": {"enabled": False},
    "externalRedis": {"host": "redis.example.com", "existingSecret": "my-redis"},
}


def block(workload: str, **own: object) -> Values:
    """Values that say something of one workload."""
    return nested(BLOCKS[workload], own)
