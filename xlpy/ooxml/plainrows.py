"""Rows of a sheet that hold numbers and places of shared texts alone, in the form that most
programs write. They are whole XML, name nothing and show no error: what is left without them tells
all else of the sheet, in a fraction of its bytes.
"""

import re
from collections.abc import Iterable, Iterator

_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\s*\?>\s*)?'
    rb"<worksheet\s[^<>]*>"
)
_DECLARED = re.compile(rb'\sxmlns:x14ac="[^"<>&]+"')
_TAG = (
    rb'\d{1,7}"(?: spans="\d+:\d+")?(?: s="\d+")?(?: customFormat="\w+")?(?: ht="[.\d]+")?'
    rb'(?: hidden="\w+")?(?: customHeight="\w+")?(?: outlineLevel="\d+")?(?: collapsed="\w+")?'
)
_DESCENT = rb'(?: x14ac:dyDescent="[.\d]+")?'
_CELL = (
    rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?'
    rb'(?: t="s"(?:/>|><v>\d+</v></c>)|(?: t="n")?(?:/>|><v>[-+.\dEe]+</v></c>))'
)
_OPENED, _ENDED = b"<sheetData>", b"</row>"
_LONG = 1 << 16


def without_plain_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A part, as it comes in pieces, without its plain rows; small parts, parts that are no sheets
    in the usual form, and what comes behind a comment stay as they are.
    """
    rest = _Rest()
    for piece in pieces:
        yield rest.of(piece)
    yield rest.held


def _patterns(tag: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Plain rows wherever one is looked for; and those that stand right behind the end of a row or
    the beginning of all: nowhere else is it sure that they are rows.
    """
    # Not by repeats that give nothing back (`*+`): Python 3.11.2 takes too much by them.
    row = rb"%s(?:/>|>(?:%s)*</row>)" % (tag, _CELL)
    more = rb'(?:<row r="%s)*' % row
    behind = rb'<row r="(?:(?<=</row><row r=")|(?<=<sheetData><row r="))'
    return re.compile(more), re.compile(behind + row + more)


_BARE, _WITH_DESCENT = _patterns(_TAG), _patterns(_TAG + _DESCENT)


class _Rest:
    """What is left of a part as it comes; `held`: what waits for the next piece."""

    def __init__(self) -> None:
        self.held = b""
        self._begun = False
        self._sure = True
        self._at_row = False
        """Whether what is held stands right behind a row, or where the first one may."""
        self._last = b""
        self._here, self._behind = _BARE

    def of(self, piece: bytes) -> bytes:
        """What is left of the next piece, and goes on."""
        data, self.held = self.held + piece, b""
        if not self._begun:
            if len(data) < _LONG:
                self.held = data
                return b""
            self._begin(data)
        if not self._sure:
            return data
        start = self._here.match(data).end() if self._at_row else 0
        left = self._behind.sub(b"", data[start:])
        # Behind a comment or the like it is not sure what is a row.
        seen = self._last + left
        if b"<!" in seen or seen.find(b"<?", 0 if self._last else 1) >= 0:
            self._sure = False
            return data
        return self._going_on(left)

    def _begin(self, data: bytes) -> None:
        self._begun = True
        head = _HEAD.match(data)
        self._sure = head is not None
        if head and _DECLARED.search(head[0]):
            self._here, self._behind = _WITH_DESCENT

    def _going_on(self, left: bytes) -> bytes:
        """What goes on of it: a row without its end waits."""
        ends = (left.rfind(sign) + len(sign) for sign in (_ENDED, _OPENED) if sign in left)
        at = max(ends, default=0 if self._at_row else -1)
        self._last = left[-1:] or self._last
        self._at_row = at >= 0 and len(left) - at < _LONG
        if not self._at_row:
            return left
        self.held = left[at:]
        return left[:at]
