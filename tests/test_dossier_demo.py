"""The demo's dossiers: a dozen orders, each at its stage, and what the board shows of them
(C-2).
"""

import pytest

from xlpy.book.tables import MemoryTables
from xlpy.build.demo import demo_rows
from xlpy.build.demo_dossier import WISHES, dossier_rows
from xlpy.documents.papers import PAPERS, Made, papers
from xlpy.jobs.dossier import board, check_orders


@pytest.fixture(scope="module")
def tables():
    rows = demo_rows()
    return MemoryTables({**rows, **dossier_rows(rows)})


def test_every_wish_is_an_order_with_a_dossier(tables):
    found = board(tables)
    assert sorted(row.stage for row in found) == sorted(wish.stage for wish in WISHES)


def test_each_order_is_where_it_says_but_for_those_that_show_what_lacks(tables):
    found = {
        (row.stage, row.next): [gap.item for gap in row.missing]
        for row in board(tables)
        if row.missing
    }
    assert found == {
        ("confirmed", "confirmed"): ["signed_by", "signed_on"],
        ("in production", "in production"): ["countersigned_by", "countersigned_on"],
        ("packed", "packed"): ["mark"],
        ("quoted", "quoted"): ["rough"],
    }


def test_the_board_shows_every_state(tables):
    states = {state for row in board(tables) for state in row.forms.values()}
    assert states == {"done", "due", "missing", "approval owed", ""}


def test_the_whole_demo_has_no_row_that_cannot_be_read_or_belongs_to_no_order(tables):
    behind = {row.order_no: len(row.missing) for row in board(tables) if row.missing}
    found = check_orders(tables)
    assert [(issue.severity, issue.key) for issue in found] == [
        ("warning", "dossier.behind")
    ] * len(behind)
    for issue, (number, count) in zip(found, behind.items(), strict=True):
        assert f"order {number} " in issue.en and f"; missing: {count}," in issue.en


def test_the_demos_papers_can_be_printed(tables, tmp_path):
    numbers = [row.order_no for row in board(tables) if row.stage in ("archived", "paid", "quoted")]
    made = papers(tables, numbers, ["quotation", "proforma", "packing", "cover"], tmp_path)
    drafts = [
        (each.paper, each.gaps[0][1][:25]) for each in made if isinstance(each, Made) and each.gaps
    ]
    assert drafts == []
    assert len([each for each in made if isinstance(each, Made)]) == 2 * 4 + 2 * 2
    assert set(PAPERS) > {each.paper for each in made}
