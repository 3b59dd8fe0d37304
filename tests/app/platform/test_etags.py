"""An entity tag …"""

import pytest

from productwatch.platform import etags

TAG = etags.etag(b"{}", 3)


def test_tells_the_version_and_the_bytes() -> None:
    assert TAG.startswith("3-")
    assert len({TAG, etags.etag(b"{}", 4), etags.etag(b"[]", 3), etags.etag(b"{}")}) == 4


@pytest.mark.parametrize(
    "header",
    [
        '"{}"',
        'W/"{}"',
        "*",
        " * ",
        '"other", "{}"',
        '"other",W/"{}" , "more"',
        '"{}-gzip"',
        'W/"{}--gzip"',
        '"{};gzip"',
        '"{}-br"',
        '"{}-2-gzip", "{}"',
    ],
)
def test_is_named_as_it_was_given_or_as_proxies_change_it(header: str) -> None:
    assert etags.names(header.replace("{}", TAG), TAG)


@pytest.mark.parametrize("header", ["", '"other"', "{}", '"x{}"', '"{}x"', '"{}', '"3"', '"3-"', '"*"'])
def test_is_not_named_by_another(header: str) -> None:
    assert not etags.names(header.replace("{}", TAG), TAG)
