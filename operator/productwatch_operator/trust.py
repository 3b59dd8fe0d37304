"""Trusting the API server's certificate: by its chain and its name, in the form that clusters really have.

Since 3.13 Python also wants every extension that RFC 5280 names of an authority, which those of many clusters lack; a
chain that does not lead to the cluster's authority is refused as ever.
"""

import ssl
from dataclasses import fields

import httpx2
import kopf
from lightkube import AsyncClient, KubeConfig
from lightkube.config.client_adapter import verify_cluster
from lightkube.config.models import User
from lightkube.core.exceptions import ConfigError


class ConnectionInfo(kopf.ConnectionInfo):
    """Kopf's, with that trust."""

    @classmethod
    def of(cls, info: kopf.ConnectionInfo) -> "ConnectionInfo":
        return cls(**{field.name: getattr(info, field.name) for field in fields(info)})

    def as_ssl_context(self) -> ssl.SSLContext:
        return lenient(super().as_ssl_context())


def client(namespace: str) -> AsyncClient:
    """A client of the API server around us, or of the kubeconfig; ConfigError or OSError where there is neither."""
    config = KubeConfig.from_env().get()
    if config is None:
        raise ConfigError("the kubeconfig has no current context")
    context = lenient(verify_cluster(config.cluster, config.user or User(), config.abs_file))
    return AsyncClient(config, namespace, transport=httpx2.AsyncHTTPTransport(verify=context))


def lenient(context: ssl.SSLContext) -> ssl.SSLContext:
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context
