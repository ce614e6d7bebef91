"""Departments with several teams, leavers, managers for part of a period and late changes: every row that closes write.

This second reading was written from RULES.md by other hands than `oracle`; `python tests/stories.py 0 200` tries
more.
"""

import pytest
import stories
from second_reading import books
from second_reading.rules import defaults

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
    rows = books.expected({"staff": [staff | {"name": "王芳", "role": "salesperson"}]}, ["2012-01"], defaults())
    assert {row["amount"] for row in rows["splits"]} == {"0.00"}
    assert [(row["pool"], row["closing"]) for row in rows["pools"]] == [
        *(("welfare", "0.00"), ("quarter", "0.00"), ("year", "0.00")),
    ]
