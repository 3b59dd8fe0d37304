"""Texts as the cells of a product file hold them: each text has a cell, and each cell means one text.

Characters may be written as HTML's entities, as the catalogs of shops do. We write so what would not come back
otherwise (an ampersand, white space at the ends), and the first character of what a spreadsheet would take for a
formula: such a file can be opened by anybody, and says the same when it is read again.
"""

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = " \t\r\n"
_FORMULA = ("=", "+", "-", "@")


def text_of(cell: str) -> str:
    """What the cell means; a space that does not break (`&nbsp;`) is read as the usual one."""
    plain = cell.replace("&nbsp;", " ").strip(_SPACE)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), plain) if "&" in plain else plain


def cell_of(text: str, *separators: str) -> str:
    """The cell that means this text, with none of the separators in it."""
    cell = text.replace("&", "&amp;")
    for separator in separators:
        cell = cell.replace(separator, _entity(separator))
    if cell.startswith(_FORMULA):
        cell = _entity(cell[0]) + cell[1:]
    start, end = len(cell) - len(cell.lstrip(_SPACE)), len(cell.rstrip(_SPACE))
    if start == len(cell):
        return "".join(map(_entity, cell))
    return "".join(map(_entity, cell[:start])) + cell[start:end] + "".join(map(_entity, cell[end:]))


def texts_of(cell: str, separator: str) -> list[str]:
    """What stands between the separators; nothing in a blank cell."""
    return [text_of(part) for part in cell.split(separator)] if cell.strip(_SPACE) else []


def _entity(character: str) -> str:
    return f"&#{ord(character)};"
