"""Starts the operator: `python -m productwatch_operator`."""

import asyncio
import logging
import sys
from pathlib import Path

from lightkube import AsyncClient
from lightkube.core.exceptions import ConfigError

from productwatch_operator import __version__, logs, trust
from productwatch_operator.configuration import Configuration, ConfigurationError, Environment, environment, load
from productwatch_operator.running import run


def main() -> None:
    try:
        settings = environment()
        configuration = load(Path(settings.operator_config))
        namespace = _namespace(configuration, settings)
        logs.configure(settings.log_format, settings.log_level)
        asyncio.run(run(configuration, settings, _client(namespace), namespace))
    except ConfigurationError as error:
        sys.exit(f"productwatch-operator: {error}")


def _namespace(configuration: Configuration, settings: Environment) -> str:
    if namespace := configuration.namespace or settings.pod_namespace:
        return namespace
    raise ConfigurationError("set `namespace` in the configuration, or POD_NAMESPACE")


def _client(namespace: str) -> AsyncClient:
    try:
        client = trust.client(namespace)
    except (ConfigError, OSError) as error:
        raise ConfigurationError(f"no way to a Kubernetes API server: {error}") from None
    logging.getLogger("productwatch_operator").info(
        "the operator %s starts", __version__, extra={"namespace": namespace, "server": client.config.cluster.server}
    )
    return client


if __name__ == "__main__":
    main()
