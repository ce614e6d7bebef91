"""A look at a part, in pieces, and what is kept of it: the same however the part comes, another as
soon as a byte is another.
"""

import shutil
from pathlib import Path

import pytest
from filekit import rewards_book, rewrite
from hypothesis import given
from hypothesis import strategies as st

from xlpy.files.opened import open_package
from xlpy.ooxml.archive import Archive, state_of
from xlpy.ooxml.facts import Facts
from xlpy.ooxml.look import CODED, MARK, SHEET, look, look_in, passing, pieces_with

HEAD = (
    b'<?xml version="1.0"?><worksheet xmlns="m" xmlns:r="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships">'
)
TEXTS = st.lists(
    st.sampled_from(
        [
            *(b"<a/>", b"<f>Orders!A1</f>", b"<f>'a b'!A1&amp;\"!\"</f>", b'<d r:id="rId1"/>'),
            *(b"<v>1</v>", b'<s sheet="Orders"/>', b"<f>Orders&#33;A1</f>", b"\n", b'<d id="x"/>'),
        ]
    ),
    max_size=12,
)


class Comes:
    """An archive whose only part comes in pieces of so many bytes."""

    def __init__(self, data, size):
        self.data, self.size = data, size

    def pieces(self, _):
        for at in range(0, len(self.data), self.size):
            yield self.data[at : at + self.size]


@given(TEXTS, st.integers(1, 80))
def test_a_look_is_the_same_in_whichever_pieces_the_part_comes(texts, size):
    data = HEAD + b"".join(texts) + b"</worksheet>"
    whole = look_in(Comes(data, len(data)), "sheet1.xml")
    assert look_in(Comes(data, size), "sheet1.xml") == whole
    assert whole.fault is None and whole.root == "worksheet"
    assert whole.used == ({"rId1"} if b'<d r:id="rId1"/>' in texts else set())


@given(TEXTS)
def test_every_tag_and_text_with_a_sign_is_found(texts):
    data = HEAD + b"".join(texts) + b"</worksheet>"
    split = data.replace(b">", b"<").split(b"<")
    seen = look_in(Comes(data, 50), "sheet1.xml").marked
    for sign in (MARK, SHEET, CODED):
        assert list(pieces_with(data, sign)) == [piece for piece in split if sign in piece]
        assert list(seen[sign]) == list(dict.fromkeys(pieces_with(data, sign)))


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HEAD + b"<a></worksheet>", "it is no whole XML"),
        (HEAD, "it is no whole XML"),
        (b"", "it is no whole XML"),
        (b"<!DOCTYPE a><a/>", "it declares a DTD"),
        (b'<?xml version="1.0" encoding="KOI-9"?><a/>', "an encoding that cannot be read"),
    ],
)
def test_what_is_wrong_is_said_in_whichever_pieces_it_comes(data, said, size):
    assert said in look_in(Comes(data, size), "sheet1.xml").fault.en


def test_whoever_goes_through_a_part_leaves_a_look_at_it(book):
    """Its pieces are those of the part (a small one loses no rows), and the look is the one that is
    made alone.
    """
    with open_package(book) as package:
        part = package.sheets[0].part
        alone = look_in(package.archive, part)
        assert b"".join(passing(package, part)) == package.data(part)

        seen = package.derived(part, look)
        assert seen == alone and seen is package.derived(part, look)


def test_a_part_that_is_no_whole_xml_passes_to_its_end(book, tmp_path):
    part, broken = "xl/worksheets/sheet1.xml", Path(shutil.copy(book, tmp_path / "Broken.xlsx"))
    rewrite(broken, {part: lambda data: data[: len(data) // 2]})
    with open_package(broken) as package:
        assert b"".join(passing(package, part)) == package.data(part)
        assert "it is no whole XML" in package.derived(part, look).fault.en


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return rewards_book(tmp_path_factory.mktemp("look") / "Book.xlsx")


def test_facts_of_the_same_bytes_are_found_in_another_workbook(book, tmp_path):
    facts, sheet = Facts(), "xl/worksheets/sheet1.xml"
    other = Path(shutil.copy(book, tmp_path / "Other.xlsx"))
    one, two = Archive(book), Archive(other)
    assert all(facts.of(one, name) is facts.of(two, name) for name in one.by_name)
    changed = Archive(rewrite(other, {sheet: lambda data: data.replace(b"<row", b"<row ", 1)}))
    assert facts.of(changed, sheet) is not facts.of(two, sheet)
    for archive in (one, two, changed):
        archive.close()


def test_no_more_facts_are_kept_than_the_bound(book):
    archive = Archive(book)
    first, *others = archive.by_name
    facts = Facts(bound=1)
    kept = facts.of(archive, first)
    assert facts.of(archive, first) is kept
    facts.of(archive, others[0])
    assert facts.of(archive, first) is not kept
    archive.close()


def test_a_files_state_is_that_of_its_archive(book):
    archive = Archive(book)
    assert state_of(book) == archive.digest
    archive.close()
