"""Departments with several teams, leavers, managers for part of a period and late changes: every
row that closes write.

This second reading was written from RULES.md by other hands than `oracle`; `python
tests/stories.py 0 200` tries more.
"""

from datetime import date

import goodbook
import oracle
import pytest
import stories
from second_reading import books
from second_reading.rules import defaults

from xlpy.book.tables import Change
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows

QUIET, LATE = range(1000, 1025), range(35)


@pytest.mark.parametrize("seed", QUIET)
def test_every_row_is_that_of_the_second_reading(seed):
    story = stories.Story(seed, months=8, changes=0)
    assert story.run() == []
    assert story.reading.rows["adjustments"] == []


@pytest.mark.parametrize("seed", LATE)
def test_every_row_is_that_of_the_second_reading_though_closed_months_change(seed):
    story = stories.Story(seed, late_quarters=seed % 3 == 0)
    assert story.run() == [], story.told


def test_the_second_reading_knows_what_the_rules_say_of_an_empty_department():
    """Nothing to split is split into rows of nothing; every pool stands at nothing."""
    staff = dict.fromkeys(("team", "hired", "left", "probation_until", "post_wage"), "")
    rows = books.expected(
        {"staff": [staff | {"name": "王芳", "role": "salesperson"}]}, ["2012-01"], defaults()
    )
    assert {row["amount"] for row in rows["splits"]} == {"0.00"}
    assert [(row["pool"], row["closing"]) for row in rows["pools"]] == [
        *(("welfare", "0.00"), ("quarter", "0.00"), ("year", "0.00")),
    ]


@pytest.mark.parametrize("seed", [5, 21, 34])
def test_sorting_staff_and_credits_settles_nothing(seed, monkeypatch):
    monkeypatch.setattr(stories, "CHANGES", (stories.tables_are_sorted,))
    story = stories.Story(seed, months=5, changes=1)
    assert story.run() == []
    assert story.told and story.reading.rows["adjustments"] == []


def test_sorting_moves_no_fen_between_managers_who_left_before_the_quarter_ended():
    """Both managed July and August and left: a half of 20 % each, and the fen that is left stays
    with the first.
    """
    tables = goodbook.memory_book()
    goodbook.add(tables, "staff", name="周涛", role="manager", left=date(2012, 8, 31))
    goodbook.put(tables, "staff", 2, "left", date(2012, 8, 31))
    for period in (*goodbook.MONTHS, "2012-Q3"):
        close(tables, period, by="会计", at=stories.AT)
    parts = {
        row["name"]: row["amount"]
        for row in export_rows(tables, "prizes")
        if row["kind"] == "manager"
    }
    tables.commit(
        [Change("staff", keep=list(reversed(range(tables.read(["staff"])["staff"].length))))]
    )
    goodbook.fill_month(tables, "2012-10")
    assert oracle.fen(parts["刘洋"]) - oracle.fen(parts["周涛"]) == 1
    assert close(tables, "2012-10", by="会计", at=stories.AT).rows["adjustments"] == []
