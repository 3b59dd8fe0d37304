"""Imports and exports by way of the API, and the worker that does them, in the test's own process."""

from typing import Any

from django.test import Client

from productwatch.catalog import tasks

IMPORTS, EXPORTS = "/api/v1/product-imports", "/api/v1/product-exports"
HEADER = "slug,name,price,currency,stock,sku"


def rows(count: int, first: int = 0) -> list[str]:
    return [f"p{number},Product {number},10.00,USD,{number},S-{number}" for number in range(first, first + count)]


def file_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


def upload(client: Client, content: bytes, query: str = "", media_type: str = "text/csv", **headers: str) -> Any:
    return client.post(f"{IMPORTS}{query}", content, content_type=media_type, headers=headers)


def begun(client: Client, content: bytes, query: str = "", media_type: str = "text/csv") -> str:
    """The address of an import that waits to be done."""
    answer = upload(client, content, query, media_type)
    assert answer.status_code == 202, answer.content
    return str(answer["Location"])


def imported(client: Client, *lines: str, query: str = "", header: str = HEADER) -> Any:
    """What an import of these lines tells of itself once it is done."""
    address = begun(client, file_of(*lines, header=header), query)
    tasks.import_products()
    return client.get(address).json()


def errors(client: Client, job: Any) -> list[Any]:
    found: list[Any] = client.get(f"{IMPORTS}/{job['id']}/errors").json()["items"]
    return found


def exported(client: Client, **body: Any) -> bytes:
    """The file of an export, which is made."""
    answer = client.post(EXPORTS, body, content_type="application/json")
    assert answer.status_code == 202, answer.content
    tasks.export_products()
    return b"".join(client.get(f"{answer['Location']}/file").streaming_content)  # type: ignore[attr-defined]
