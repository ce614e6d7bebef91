"""Who supervises: a missing role is named, and a supervisor gives the approvals of the own team's
orders (C-2.1, C-2.5, C-2.6).
"""

import dossierkit as kit
import pytest

from xlpy.core.issues import UsageError
from xlpy.jobs.approvals import approval, give

ZHOU = {"name": "周主管", "role": "supervisor", "team": "一组"}


def with_staff(*people, team=None):
    rows = {**kit.shared(), **kit.order()}
    rows["staff"][0]["team"] = team
    rows["staff"] += [dict(each) for each in people]
    rows["approvals"] = [row for row in rows["approvals"] if row["form"] != "production"]
    return rows


def nobodies(rows):
    return [issue for issue in kit.files(rows).issues if issue.key == "requirement.nobody"]


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        (("manager",), set()),
        (("supervisor",), {"band", "", "rough", "confirmed"}),
        (("salesperson",), {"band", "", "rough", "confirmed"}),
    ],
)
def test_an_approval_that_nobody_can_give_is_named(roles, missing):
    rows = with_staff()
    rows["staff"] = [{"name": f"P{at}", "role": role} for at, role in enumerate(roles)]
    found = nobodies(rows)
    asked = kit.files(rows).requirements.rows
    assert {row.item or "" for issue in found for row in asked if row.row == issue.row} == missing
    assert all(
        issue.severity == "warning" and "nobody of the staff" in issue.text for issue in found
    )


def test_who_left_gives_no_approvals():
    rows = with_staff()
    rows["staff"] = [{"name": "刘洋", "role": "manager", "left": kit.day("02-01")}]
    rows["staff"].append({"name": "王芳", "role": "salesperson"})
    assert len(nobodies(rows)) == 7


def test_a_supervisor_approves_for_the_own_team():
    tables = kit.tables(with_staff(ZHOU, team="一组"))
    given = approval(tables, kit.NO, "production", "周主管", kit.day("06-01"))
    give(tables, given)
    with pytest.raises(UsageError, match="needs no approval"):
        approval(tables, kit.NO, "production", "周主管", kit.day("06-01"))


def test_a_supervisor_of_another_team_is_refused():
    tables = kit.tables(with_staff(ZHOU, team="二组"))
    with pytest.raises(UsageError, match="manager or supervisor may"):
        approval(tables, kit.NO, "production", "周主管", kit.day("06-01"))
