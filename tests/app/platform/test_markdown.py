"""Markdown becomes HTML …"""

import sys
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.markdown import MOST_GROWTH, html_of

LONGEST = 10_000
TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "a"),
    *("code", "pre", "blockquote", "ul", "ol", "li"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT >",
    "<<script>script>alert(1)<</script>/script>",
    "<img src=x onerror=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<select><template><style><!--</style><a rel='--></style></template></select><img id=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<?xml version='1.0'?><x onclick=alert(1)>",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1) id=x class=y>x</p>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#x1;javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\\javascript:alert(1))",
    "[x](j%61vascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/relative)",
    '[x](https://a.example/"onmouseover=alert(1))',
    "[x](https://a.example 'a\" onmouseover=alert(1) b')",
    '[x](https://a.example "&quot; onmouseover=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<javascript:alert(1)//@a.example>",
    "![x](javascript:alert(1))",
    '![x" onerror=alert(1)](https://a.example/x.png)',
    "![<script>alert(1)</script>](https://a.example/x.png)",
    "`<script>alert(1)</script>`",
    '```" onclick=alert(1)\n<script>alert(1)</script>\n```',
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    '<a href="https://a.example" target=_blank onclick=alert(1)>x</a>',
    "\u202e<script>\u202calert(1)</script>",
    "<plaintext><xmp><listing>",
]  # fmt: skip
HOSTILE = [
    *("[", "![", "[]", "[[]", "[a](", "[a](<", "[a][b", "]", ">", "> ", ">a\n", "*", "*a ", "**a *", "*a_", "*_", "_a"),
    *("`", "<", "<a:", "<a@", "&", "&amp;", "\\", "- ", "- a\n", "1. ", "#\n", "\n", "a\n", "a\n=\n", "~~~\n", "```\n"),
    *("[a]: b\n", "[a](b '", "a", "\t", '"', "\U0001f600"),
]
BEFORE = ["", "> " * 50, "[" * 300]


class Page(HTMLParser):
    """What a parser of another make finds in the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.links = list[tuple[str, dict[str, str | None]]](), list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's signature
        self.tags.append(("a comment", {}))

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - the parser's signature
        self.tags.append(("a declaration", {}))

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - the parser's signature
        self.tags.append(("an instruction", {}))


def is_harmless(html: str) -> bool:
    return all(tag in TAGS and _fits(tag, attributes) for tag, attributes in Page(html).tags)


def _fits(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag != "a":
        return attributes.keys() <= ({"start"} if tag == "ol" else set())
    scheme = urlsplit(attributes.get("href", "https:") or "").scheme
    known = attributes.keys() <= {"href", "title", "rel"} and attributes.get("rel") == "nofollow noopener"
    return known and scheme in {"http", "https", "mailto"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("# A\n\nb *c* **d** `e`", "<h1>A</h1>\n<p>b <em>c</em> <strong>d</strong> <code>e</code></p>\n"),
        ("- a\n- b\n\n3. c", '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start="3">\n<li>c</li>\n</ol>\n'),
        ("> a\n\n---\n\n    b", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n<pre><code>b\n</code></pre>\n"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n"),
        ("a <b>b</b>", "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n"),
        ("https://a.example", "<p>https://a.example</p>\n"),
        ('[a](https://b.example "c")', '<p><a href="https://b.example" title="c" rel="nofollow noopener">a</a></p>\n'),
        ("<d@b.example>", '<p><a href="mailto:d@b.example" rel="nofollow noopener">d@b.example</a></p>\n'),
        ("[a]\n\n[a]: http://b.example", '<p><a href="http://b.example" rel="nofollow noopener">a</a></p>\n'),
        ("![a](http://b.example)", '<p>!<a href="http://b.example" rel="nofollow noopener">a</a></p>\n'),
    ],
)
def test_as_commonmark_says(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("around", ["{}", "> - {}", "*{}*", "a {} b\n\n{}"])
def test_that_does_nothing(attack: str, around: str) -> None:
    assert is_harmless(html_of(around.replace("{}", attack)))


@given(st.lists(st.sampled_from([*ATTACKS, *HOSTILE, "a", " ", "\n", "\n\n", "](", ")", "<", ">", "'"]), max_size=12))
def test_that_does_nothing_however_attacks_are_put_together(pieces: list[str]) -> None:
    assert is_harmless(html_of("".join(pieces)))


@given(st.text(max_size=300))
def test_of_any_text(text: str) -> None:
    assert is_harmless(html_of(text))


def test_that_would_be_found_out() -> None:
    assert not any(map(is_harmless, ["<img>", "<!-- -->", "<p id=a>", "<a>", "<a rel='nofollow noopener' href='/'>"]))


def steps(text: str) -> int:
    """How many calls the parser makes, and returns from: the same on every machine."""
    counted = 0

    def count(*_event: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    html_of(text)
    sys.setprofile(None)
    return counted


@pytest.mark.parametrize("before", BEFORE, ids=lambda text: f"behind {text[:4]!r}")
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_at_a_cost_that_grows_with_its_length_alone(before: str, piece: str) -> None:
    half, whole = (before + piece * (length // len(piece)) for length in (500, 1000))
    assert steps(whole) <= 2.2 * steps(half)
    assert steps(whole) <= 800 * len(whole)


@pytest.mark.parametrize(
    "text",
    [
        (">" * 20 + "\n\n") * (LONGEST // 22),
        "[a]: https://a.example/" + "b" * 5000 + "\n\n" + "[a]" * 1600,
        '[a]: https://a.example "' + "b" * 5000 + '"\n\n' + "[a]" * 1600,
    ],
    ids=["quotations", "a long address", "a long title"],
)
def test_of_a_length_that_is_bounded(text: str) -> None:
    assert len(html_of(text)) <= MOST_GROWTH * LONGEST
