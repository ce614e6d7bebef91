"""vCard files (.vcf) of versions 2.1, 3.0 and 4.0, one card or many, as phones and mail programs
write them.
"""

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from xlpy.book.csvtext import decoded
from xlpy.core.cards import Card, full_name, mails_in, phones_in
from xlpy.core.issues import DataError, Issue, error
from xlpy.core.text import Text

_BEGIN = re.compile(rb"^\s*BEGIN\s*:\s*VCARD\s*$", re.I | re.M)
_LINES = re.compile(rb"\r\n|\n|\r")
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_PARTS = re.compile(r"(?<!\\);")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
_MESSENGERS = ("IMPP", "X-WECHAT", "X-SKYPE", "X-SKYPE-USERNAME", "X-QQ", "X-WHATSAPP")


def is_vcard(data: bytes) -> bool:
    """Whether the bytes are of a vCard file."""
    return bool(_BEGIN.search(_utf8(data)[:4096]))


@dataclass
class _Line:
    """A property: its name, its parameters in capital letters, its value as text."""

    name: str
    parameters: dict[str, str]
    value: str

    def parts(self) -> list[str]:
        """The components of the value."""
        return [_plain(part) for part in _PARTS.split(self.value)]


@dataclass
class _Open:
    """A card that was begun: its line, its properties, how many cards are begun inside of it."""

    row: int
    lines: list[_Line] = field(default_factory=list)
    inside: int = 0


def read_vcards(data: bytes) -> list[Card]:
    """The cards of a file in their order.

    Raises DataError for a card that does not end, and for a file without any.
    """
    data, cards, issues = _utf8(data), [], []
    begun: _Open | None = None
    for row, line in _properties(data):
        if line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            if begun is None:
                begun = _Open(row)
            else:
                # A card may hold that of an assistant, which is not another customer's.
                begun.inside += 1
        elif begun is None:
            continue
        elif line.name == "END" and line.value.strip().upper() == "VCARD":
            if begun.inside:
                begun.inside -= 1
            else:
                cards.append(_card(begun))
                begun = None
        elif not begun.inside:
            begun.lines.append(line)
    if begun is not None:
        issues.append(
            _fault(
                begun.row,
                Text(
                    "这张名片没有 END:VCARD；文件不完整，请重新导出",
                    "this card has no END:VCARD; the file is not whole, export it again",
                ),
            )
        )
    if not cards and not issues:
        issues.append(
            _fault(
                1,
                Text("文件里没有名片（BEGIN:VCARD）", "there is no card (BEGIN:VCARD) in the file"),
            )
        )
    if issues:
        raise DataError(issues)
    return cards


def _fault(row: int, said: Text) -> Issue:
    return error("contacts", row, None, "E-2.1", said, "vcard")


def _utf8(data: bytes) -> bytes:
    """The bytes without a byte order mark; UTF-16 as UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def _properties(data: bytes) -> Iterator[tuple[int, _Line]]:
    """The properties with the number of the line on which each begins."""
    whole: bytearray | None = None
    at = soft = 0
    for number, raw in enumerate(_LINES.split(data), 1):
        if whole is not None and soft:
            # A line of quoted-printable that ends in = goes on in the next one.
            whole += b"\n" + raw
        elif whole is not None and raw[:1] in (b" ", b"\t"):
            whole += raw[1:]
        else:
            if whole and (line := _line(bytes(whole))):
                yield at, line
            whole, at = bytearray(raw), number
        soft = raw.endswith(b"=") and b"QUOTED-PRINTABLE" in bytes(whole).split(b":")[0].upper()
    if whole and (line := _line(bytes(whole))):
        yield at, line


def _line(raw: bytes) -> _Line | None:
    head, colon, value = _halves(raw)
    if not colon:
        return None
    first, *rest = (decoded(head) or "").split(";")
    parameters: dict[str, str] = {}
    for each in rest:
        name, equals, said = each.partition("=")
        # Version 2.1 leaves the parameter's name out.
        key = name.strip().upper() if equals else _bare_name(name)
        before = parameters.get(key)
        parameters[key] = ",".join(
            filter(None, (before, (said if equals else name).strip().upper()))
        )
    # A name may have a group before it: item1.EMAIL.
    name = first.rpartition(".")[2].strip().upper()
    return _Line(name, parameters, _text(value, parameters))


def _bare_name(word: str) -> str:
    if word.strip().upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"):
        return "ENCODING"
    return "TYPE"


def _halves(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before and behind the first colon that is not in quotes."""
    quoted = False
    for at, sign in enumerate(raw):
        if sign == ord('"'):
            quoted = not quoted
        elif sign == ord(":") and not quoted:
            return raw[:at], b":", raw[at + 1 :]
    return raw, b"", b""


def _text(value: bytes, parameters: dict[str, str]) -> str:
    encoding = parameters.get("ENCODING", "")
    if "QUOTED-PRINTABLE" in encoding:
        value = quopri.decodestring(value)
    elif encoding in ("B", "BASE64"):
        try:
            value = b64decode(value)
        except binascii.Error:
            return ""
    if charset := parameters.get("CHARSET", "").strip('"'):
        try:
            return value.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(value) or value.decode("cp1252", "replace")


def _plain(text: str) -> str:
    """A value without its escapes, its blanks as one."""
    bare = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return " ".join(bare.split())


def _card(begun: _Open) -> Card:
    found: dict[str, list[_Line]] = {}
    for line in begun.lines:
        found.setdefault(line.name, []).append(line)

    def first(*names: str) -> str:
        texts = (_plain(line.value) for name in names for line in found.get(name, []))
        return next(filter(None, texts), "")

    def part(name: str, place: int) -> str:
        texts = (line.parts()[place : place + 1] for line in found.get(name, []))
        return next((text[0] for text in texts if text and text[0]), "")

    # A fax is no phone, whatever else the number is said to be.
    phones = [line for line in found.get("TEL", []) if "FAX" not in line.parameters.get("TYPE", "")]
    named = first("FN") or full_name(part("N", 1), part("N", 0))
    messengers = [_plain(line.value) for name in _MESSENGERS for line in found.get(name, [])]
    company = part("ORG", 0)
    return Card(
        begun.row,
        company=company,
        name="" if named == company else named,
        position=first("TITLE", "ROLE"),
        mails=mails_in(
            _plain(line.value).removeprefix("mailto:") for line in found.get("EMAIL", [])
        ),
        phones=phones_in(_plain(line.value) for line in phones),
        website=first("URL"),
        country=part("ADR", 6),
        city=part("ADR", 3),
        birthday=_birthday(first("BDAY")),
        messenger=messengers[0] if messengers else "",
        language=first("LANG"),
        note=first("NOTE"),
    )


def _birthday(text: str) -> str:
    """A birthday with its year; nothing where the card leaves the year out or names no day."""
    match = _DAY.fullmatch(text)
    if not match:
        return ""
    try:
        return str(date(*map(int, match.groups())))
    except ValueError:
        return ""
