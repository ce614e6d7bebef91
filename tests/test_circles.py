"""Rows that refer to each other in a circle: each circle is named once with its rows, nothing is
written and nothing hangs; what only looks like one is let through (`cases/circles.csv`).
"""

import csv
import os
from datetime import date
from pathlib import Path

import dossierkit as kit
import goodbook
import pytest
from hypothesis import given
from hypothesis import strategies as st
from relationkit import DAY, department, rows_of

from xlpy.book.tables import Change
from xlpy.core.circles import circles
from xlpy.core.issues import FileError, UsageError
from xlpy.core.tables import TABLES
from xlpy.documents.attaching import attach, attachment_issues
from xlpy.documents.papers import papers
from xlpy.jobs.check import check
from xlpy.jobs.dossier import check_order
from xlpy.jobs.export import export_csv
from xlpy.jobs.mergers import merge, unmerge

CASES = Path(__file__).parent / "cases" / "circles.csv"


def lines():
    with open(CASES, encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def typed(text):
    """Table and cells of a row of a case."""
    table, _, cells = text.partition(": ")
    return table, dict(cell.split("=", 1) for cell in cells.split(" & "))


@pytest.mark.parametrize("case", lines())
def test_a_circle_is_named_once_with_its_rows_and_nothing_is_written(case):
    book = goodbook.memory_book(["2012-07"])
    rows = [typed(text) for text in case["rows"].split("; ")]
    for table, cells in rows:
        book.commit([Change(table, append=[cells])])
    if "shipments" in dict(rows):
        orders = [check_order(book, number) for number in ("S-1", "S-2")]
        assert not [each for found in orders for each in found if each.table == "shipment_lines"]
    before = {table: export_csv(book, table) for table in TABLES}
    found = [each for each in check(book) if each.column in ("repeats", "kept", "from", "to")]
    assert {table: export_csv(book, table) for table in TABLES} == before
    if case["severity"] == "none":
        assert found == []
        return
    [issue] = found
    assert (issue.severity, issue.rule) == (case["severity"], case["rule"])
    assert f"{issue.table} {issue.row} {issue.column}" == case["at"]
    assert case["says"] in issue.said.en and issue.said.zh


NAMES = st.sampled_from("abcdefg")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_each_circle_is_one_and_what_is_on_none_is_not_named(arrows):
    found = list(circles(arrows))
    for way in found:
        for name, target in zip(way, [*way[1:], way[0]], strict=True):
            assert target in arrows[name]
    names = [name for way in found for name in way]
    assert len(names) == len(set(names))
    # Without the names of the circles nothing leads back to itself.
    left = {name: [t for t in targets if t not in names] for name, targets in arrows.items()}
    for name in left.keys() - set(names):
        reached, waiting = set(), list(left[name])
        while waiting:
            each = waiting.pop()
            waiting += [t for t in left.get(each, ()) if t not in reached]
            reached.add(each)
        assert name not in reached


def test_a_long_chain_takes_no_longer_than_its_rows_and_no_depth_of_calls():
    size = 50_000
    chain = {str(at): [str(at + 1)] for at in range(size)}
    assert list(circles(chain)) == []
    [way] = circles({**chain, str(size): ["0"]})
    assert len(way) == size + 1


ACME, MEADOW, AURORA = "Acme Lamps GmbH", "Meadow Living", "Aurora AS"


def typed_over(tables, name):
    """The state of a merged customer, typed over."""
    at = [row["customer"] for row in rows_of(tables, "customers")].index(name)
    tables.commit([Change("customers", update={at: {"status": "active"}})])


def test_a_merge_that_would_close_a_circle_is_refused():
    tables = department()
    merge(tables, MEADOW, ACME, "刘洋", DAY)
    merge(tables, AURORA, MEADOW, "刘洋", DAY)
    for name in (ACME, MEADOW):
        typed_over(tables, name)
    before = {key: rows_of(tables, key) for key in ("customers", "contacts", "merges")}
    with pytest.raises(UsageError, match="by M-0001, M-0002: merged the other way"):
        merge(tables, ACME, AURORA, "刘洋", DAY)
    assert {key: rows_of(tables, key) for key in before} == before
    unmerge(tables, "M-0002", DAY)
    assert merge(tables, MEADOW, AURORA, "刘洋", DAY).merge_no == "M-0003"


# --- Links beside the workbook ----------------------------------------------------------------


def circle_of_links(folder, *names):
    """Links of which each leads to the next, the last to the first."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, target in zip(names, [*names[1:], names[0]], strict=True):
        os.symlink(folder / target, folder / name)
    return folder / names[0]


@pytest.fixture
def links(tmp_path):
    try:
        os.symlink("nothing", tmp_path / "try")
    except OSError:
        pytest.skip("this system makes no links")
    return tmp_path


def put_in(tables, folder, source):
    day = date(2012, 6, 1)
    return attach(tables, folder, kit.NO, "proforma", source, "signed", "王芳", day)


def test_a_link_that_leads_to_itself_is_no_file_to_attach(links):
    tables = kit.tables(kit.order())
    for names in (["self.pdf"], ["a.pdf", "b.pdf"]):
        with pytest.raises(FileError):
            put_in(tables, links / "Trade.files", circle_of_links(links / names[0], *names))
    assert not (links / "Trade.files").exists()
    assert rows_of(tables, "attachments") == kit.order().get("attachments", [])


@pytest.mark.parametrize("which", ["file", "order", "folder"])
def test_attachments_behind_links_in_a_circle_are_named(links, which):
    tables, folder = kit.tables(kit.order()), links / "Trade.files"
    source = links / "pi.pdf"
    source.write_bytes(b"signed")
    path = put_in(tables, folder, source).path
    place = {"file": path, "order": path.parent, "folder": folder}[which]
    place.rename(links / "gone")
    circle_of_links(place.parent, place.name, "other")
    for number in (None, kit.NO):
        found = [each for each in attachment_issues(tables, folder, number) if each.row]
        assert [each.severity for each in found] == ["error"]
        assert "is a link, not a file" in found[0].said.en
    source.write_bytes(b"another")
    before = rows_of(tables, "attachments")
    if which != "file":
        with pytest.raises(FileError, match="is a link, nothing is written there"):
            put_in(tables, folder, source)
        assert rows_of(tables, "attachments") == before


@pytest.mark.parametrize("names", [("Trade.templates",), ("Trade.templates", "proforma.xlsx")])
def test_templates_behind_links_in_a_circle_are_named(links, names):
    *folders, last = names
    circle_of_links(links.joinpath(*folders), last, "other")
    with pytest.raises(FileError, match="leads nowhere"):
        papers(
            kit.tables(kit.order()),
            [kit.NO],
            ["proforma"],
            links / "out",
            templates=links / "Trade.templates",
        )
    assert not (links / "out").exists()
