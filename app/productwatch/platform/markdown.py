"""Markdown (CommonMark) as HTML that may stand in anybody's page.

The parser takes no HTML from the text; the sanitizer parses what comes out as a browser does, and leaves of it what is
listed here. Either alone would do: the second is for what is found in the first some day.
"""

from markdown_it import MarkdownIt
from nh3 import Cleaner

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("strong", "em", "a", "code", "pre", "blockquote", "ul", "ol", "li"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

MOST_GROWTH = 30
"""Characters of HTML for one of the text: a line of nested quotations needs nearly as many."""

_OPTIONS = {"html": False, "linkify": False, "xhtmlOut": False, "maxNesting": 20}
_parser = MarkdownIt("commonmark", _OPTIONS).disable("image")
_without_references = MarkdownIt("commonmark", _OPTIONS).disable(["image", "reference"])
_cleaner = Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel="nofollow noopener",
)


def html_of(text: str) -> str:
    """The text as HTML: of links only those to http, https and mailto; images become links to them.

    What it takes grows with the length of the text alone, but that of references (`[a]: https://…`), each of which may
    be long and stand anywhere: a text that grows by them beyond all measure is read without.
    """
    html: str = _parser.render(text)
    if len(html) > MOST_GROWTH * len(text):
        html = _without_references.render(text)
    return _cleaner.clean(html)
