"""Two hundred clients that send one request with one key make one product."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.api.service import Service

CLIENTS = 200
BODY = {"name": "Wanted by all", "price": {"amount": "10.00", "currency": "USD"}}


def test_at_the_same_time(service: Service) -> None:
    token = service.token("admin")

    def ask(_: int) -> httpx.Response:
        headers = {"Idempotency-Key": '"wanted-by-all"'}
        return service.call("POST", "/api/v1/products", token=token, json=BODY, headers=headers)

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(ask, range(CLIENTS)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert {answer.headers["Location"] for answer in done} == {"/api/v1/products/wanted-by-all"}
    assert ["Idempotent-Replayed" in answer.headers for answer in done].count(False) == 1
    assert service.call("GET", "/api/v1/products/wanted-by-all-2").status_code == 404
