"""The API server is trusted by its chain and name, also where its authority lacks extensions that Python 3.13 wants."""

import ssl
from pathlib import Path

import kopf
import pytest

from productwatch_operator import trust


@pytest.fixture(autouse=True)
def strict_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python 3.13 has it, whichever runs here."""
    original = ssl.create_default_context

    def strict(*args: object, **options: object) -> ssl.SSLContext:
        context = original(*args, **options)  # type: ignore[arg-type]  # passed through
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr(ssl, "create_default_context", strict)


def test_in_kopfs_connections() -> None:
    info = kopf.ConnectionInfo(server="https://kubernetes.test", token="secret")
    context = trust.ConnectionInfo.of(info).as_ssl_context()
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_in_our_own_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(
        "{apiVersion: v1, kind: Config, current-context: a, users: [{name: a, user: {token: x}}],"
        " clusters: [{name: a, cluster: {server: 'https://kubernetes.test'}}],"
        " contexts: [{name: a, context: {cluster: a, user: a}}]}"
    )
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "config"))
    seen = list[ssl.SSLContext]()
    lenient = trust.lenient

    def noted(context: ssl.SSLContext) -> ssl.SSLContext:
        seen.append(lenient(context))
        return seen[0]

    monkeypatch.setattr(trust, "lenient", noted)
    assert trust.client("shop").namespace == "shop"
    assert not seen[0].verify_flags & ssl.VERIFY_X509_STRICT
