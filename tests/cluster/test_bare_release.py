"""A release with no values at all is ready soon, says that it sends no mail, and keeps its data when it goes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.conftest import used
from tests.cluster.environment import Environment
from tests.cluster.kubectl import Namespace
from tests.cluster.release import Release
from tests.cluster.shop import Shop, change_price, new_product, opened
from tests.cluster.waiting import eventually

SECONDS = 90
KEPT = {
    "persistentvolumeclaim/data-pw-postgresql-0",
    "persistentvolumeclaim/data-pw-redis-0",
    "secret/pw-admin",
    "secret/pw-application",
    "secret/pw-postgresql",
}
OF_EVERY_NAMESPACE = {"configmap/kube-root-ca.crt", "serviceaccount/default"}
KINDS = "all,cm,secret,sa,pvc,ingress,netpol,pdb,role,rolebinding,signingkeyring"


@pytest.fixture(scope="module")
def bare(environment: Environment) -> Iterator[Release]:
    for namespace in used(Namespace(f"{environment.namespace}-bare")):
        yield Release(namespace, environment.values())


@pytest.fixture(scope="module")
def bare_shop(bare: Release, environment: Environment) -> Iterator[Shop]:
    with opened(environment, bare.namespace) as shop:
        yield shop


def test_is_ready_soon(bare: Release) -> None:
    assert bare.install() < SECONDS
    assert all(pod.is_ready or pod.is_done for pod in bare.namespace.pods())
    assert not any(bare.namespace.restarts().values())


def test_says_that_mail_is_off(bare: Release) -> None:
    assert any("mail is off" in line for line in worker_log(bare))


def test_tells_of_a_mail_and_not_what_it_says(bare: Release, bare_shop: Shop) -> None:
    admin = bare_shop.admin()
    product = new_product(admin)
    assert change_price(admin, product, "9.00").status_code == 200
    told = eventually("the log tells of a mail", lambda: deliveries_told(bare), within=10)
    assert {"kind": "price_change", "recipient": "a…@example.com"}.items() <= told[0].items()
    assert told[0]["delivery_id"]
    log = "\n".join(worker_log(bare))
    assert not [secret for secret in (admin.email, product["slug"], product["name"]) if secret in log]


def test_goes_and_leaves_what_its_data_need(bare: Release) -> None:
    bare.uninstall()
    eventually("all else is gone", lambda: left(bare) == KEPT, within=60)


def test_finds_its_data_again(bare: Release, bare_shop: Shop) -> None:
    bare.install()
    admin = bare_shop.admin()
    assert [item["price"]["amount"] for item in admin.client.get("/products").json()["items"]] == ["9.00"]


def test_goes_with_its_namespace(bare: Release) -> None:
    bare.namespace.delete()
    assert bare.namespace.names("all") == set()


def worker_log(release: Release) -> list[str]:
    (worker,) = release.namespace.pods("worker-default")
    return release.namespace.logs(worker.name)


def deliveries_told(release: Release) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in worker_log(release) if "delivery_id" in line]
    return [line for line in lines if line["state"] == "suppressed"]


def left(release: Release) -> set[str]:
    found = {name.replace(".networking.k8s.io", "") for name in release.namespace.names(KINDS)}
    return found - OF_EVERY_NAMESPACE
