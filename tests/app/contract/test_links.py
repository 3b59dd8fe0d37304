"""An answer that made something leads to what can be done with it."""

from tests.app.contract.operations import DOCUMENT, OPERATIONS


def test_lead_from_a_new_product_to_all_that_is_below_its_address() -> None:
    links = DOCUMENT["paths"]["/api/v1/products"]["post"]["responses"]["201"]["links"]
    below = {operation.name for operation in OPERATIONS if operation.path.startswith("/api/v1/products/{slug}")}
    assert {"get_product", "change_product", "archive_product", "follow_product"} <= below == links.keys()
    assert links["get_product"] == {"operationId": "get_product", "parameters": {"slug": "$response.body#/slug"}}


def test_lead_nowhere_where_nothing_has_an_address() -> None:
    assert "links" not in DOCUMENT["paths"]["/api/v1/auth/keys"]["post"]["responses"]["201"]


def test_of_the_document_leave_no_schema_out() -> None:
    text = str(DOCUMENT)
    assert [name for name in DOCUMENT["components"]["schemas"] if f"schemas/{name}'" not in text] == []
