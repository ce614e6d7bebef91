"""A sheet's plain rows are left out of a look at it: whatever else stands in the sheet, the look is
that at all of it, and nothing that is no plain row goes.
"""

import ast
import re
import warnings
from pathlib import Path
from re import _parser
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlpy.core.issues import FileError
from xlpy.ooxml.listobjects import Area
from xlpy.ooxml.look import look_in
from xlpy.ooxml.plainrows import without_plain_rows
from xlpy.ooxml.scan import shown_errors

CODE = Path(__file__).parent.parent / "xlpy"
sre_parse = _parser.parse
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="m" xmlns:x14ac="a">'
HEAD += b" " * (1 << 16) + b"<sheetData>"
FOOT = b"</sheetData></worksheet>"
PLAIN = [
    b'<row r="1"/>',
    b'<row r="2"><c r="A2"/></row>',
    b'<row r="3" spans="1:2" ht="18" customHeight="1"><c r="A3" s="1" t="s"><v>7</v></c></row>',
    b'<row r="4" x14ac:dyDescent="0.25"><c r="B4" t="n"><v>-1.5E-3</v></c><c r="C4"/></row>',
    b'<row r="5" customFormat="false" hidden="false"><c r="A5" s="2"><v>41000</v></c></row>',
]
OTHERS = [
    b'<row r="6"><c r="A6" t="e"><v>#N/A</v></c></row>',
    b'<row r="7"><c r="A7" t="str"><f>Orders!A1</f><v>x</v></c></row>',
    b'<row r="8"><c r="A8" t="inlineStr"><is><t>sheet</t></is></c></row>',
    b'<row r="9" r="9"/>',
    b'<row r="10"><c r="A10"><v>1</v></c>',
    b'<row r="11"><c r="A11" t="s"><v>x</v></c></row>',
    b"<row r='12'><c r='A12'><v>1</v></c></row>",
    b'<row r="13" y:a="1"/>',
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?a", b"?>", b'<a b="', b'"/>', b"</row>", b"\n"),
    *(b"<sheetData>", b"</sheetData>", b"</worksheet>", b"<", b">", b"&#33;", b"<a>", b"</a>"),
]


class Comes:
    """An archive whose only part comes in pieces of so many bytes."""

    def __init__(self, data, size):
        self.data, self.size = data, size

    def pieces(self, _):
        return cut(self.data, self.size)


def cut(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def left_of(data, size=1 << 20):
    return b"".join(without_plain_rows(cut(data, size)))


def is_whole(data):
    parser = expat.ParserCreate(namespace_separator="\n")
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return False
    return True


def errors_in(pieces):
    try:
        return shown_errors(pieces, "sheet1.xml", [Area(1, 1, 100, 9)])
    except FileError as failure:
        return failure.en


@given(st.lists(st.sampled_from(PLAIN + OTHERS), max_size=12), st.integers(1, 300))
def test_what_is_left_is_looked_at_like_all(parts, size):
    """A sheet of any pieces, sense or nonsense, is whole without its plain rows if it is whole with
    them, and shows the same errors.
    """
    data = HEAD + b"".join(parts) + FOOT
    at_once = [data[: len(HEAD)], *cut(data[len(HEAD) :], size)]
    left = list(without_plain_rows(at_once))
    assert is_whole(b"".join(left)) == is_whole(data)
    assert errors_in(left) == errors_in([data])
    seen = look_in(Comes(data, len(data)), "sheet1.xml")
    assert (seen.fault is None) == is_whole(data)
    # The same in a form whose rows are not taken for plain.
    other = look_in(Comes(data.replace(b' encoding="UTF-8"', b" encoding='UTF-8'"), 999), "a.xml")
    assert other == seen


@pytest.mark.parametrize("size", [1000, 5000, 1 << 20])
def test_plain_rows_alone_are_left_out(size):
    rows = [b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(20, 500)]
    data = HEAD + b"".join([*PLAIN, OTHERS[0], *rows, OTHERS[1], *rows, OTHERS[6]]) + FOOT
    assert left_of(data, size) == HEAD + OTHERS[0] + OTHERS[1] + OTHERS[6] + FOOT


@pytest.mark.parametrize("kind", ["comment", "CDATA", "instruction", "no row before", "other root"])
def test_what_only_looks_like_rows_stays(kind):
    row = PLAIN[1]
    data = {
        "comment": HEAD + b"<!--" + b"</row>" + row + b"-->" + FOOT,
        "CDATA": HEAD + b"<![CDATA[</row>" + row + b"]]>" + FOOT,
        "instruction": HEAD + b"<?a </row>" + row + b"?>" + FOOT,
        "no row before": HEAD + b"<a>" + row + b"</a>" + FOOT,
        "other root": HEAD.replace(b"worksheet", b"a") + row + FOOT,
    }[kind]
    assert left_of(data) == data


def test_a_prefix_that_is_not_declared_stays():
    data = HEAD.replace(b' xmlns:x14ac="a"', b' xmlns:y="a"') + PLAIN[3] + FOOT
    assert left_of(data) == data
    assert look_in(Comes(data, 1 << 20), "sheet1.xml").fault is not None


def test_no_pattern_uses_what_python_3_11_began_with_and_got_wrong():
    """Repeats that give nothing back, and atomic groups: 3.11.2, which Debian has, takes too much
    by them.
    """
    wrong = {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}
    assert wrong & signs_of("(?:ab)*+c") and wrong & signs_of("(?>ab)") and not signs_of("++ (a")
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
                assert not wrong & signs_of(node.value), (path, node.lineno)


def signs_of(text):
    """What a text asks for if it is read as a pattern; nothing when it is none."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return set(re.findall(r"[A-Z_]+", str(sre_parse(text))))
    except (re.error, ValueError, OverflowError):
        return set()
