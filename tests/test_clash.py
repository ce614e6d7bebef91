"""E-1.10: the same customer under another salesperson, by the rows of cases/clashes.csv."""

import csv
import json
from datetime import date, datetime

import pytest
from commands import command
from filekit import PROJECT, tell
from relationkit import CUSTOMERS, DAY, department, enquiry, rows_of
from test_crm_tables import DATA, FILES

from xlpy.core.customers.owners import Owners
from xlpy.core.issues import UsageError
from xlpy.core.likeness import Customer as Card
from xlpy.core.tables.relations import Assignment
from xlpy.jobs.check import check
from xlpy.jobs.clash import alike, alike_in_list, cards_of_file, clashes_of, decide

_TEXT = (PROJECT / "tests" / "cases" / "clashes.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(_TEXT.splitlines()))
ACME = "Acme Lamps GmbH"


def of_case(case):
    company = case["enquiry company"]
    more = {key: case[key] or None for key in ("mail", "phone", "country")}
    more["lost_reason"] = "spam" if company.startswith("spam ") else None
    return enquiry(by=case["asked"], company=company.removeprefix("spam "), **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_an_enquiry_is_told_of_another_ones_customer(case):
    found = clashes_of(department(enquiries=[of_case(case)]), DAY, "刘洋")
    if not case["customer found"]:
        assert found == []
        return
    (one,) = found
    assert (one.other, one.owner) == (case["customer found"], case["owner"])
    assert any(case["word of the reason"] in en for _, en in one.reasons)


def test_addresses_and_numbers_are_for_the_owner_and_the_manager():
    rows = [enquiry(company="X", mail="a@acme-lamps.example"), enquiry("E-2", company="Y")]
    rows[1]["phone"] = "+47 555 0100777"
    tables = department(enquiries=rows)
    for by, sees in (("刘洋", True), ("赵磊", True), ("王芳", False), (None, False), ("?", False)):
        said = str([each.reasons for each in clashes_of(tables, DAY, by)])
        assert ("acme-lamps.example" in said, "0100777" in said) == (sees, sees), by
        assert "same mail domain" in said


def test_the_owner_of_the_day_counts():
    given = {"customer": ACME, "from": "王芳", "to": "赵磊", "reason": "manager"}
    moved = [{**given, "date": date(2012, 7, 4)}, {**given, "date": date(2012, 1, 4)}]
    moved[1] |= {"from": None, "to": "王芳"}
    tables = department(enquiries=[enquiry(company="Acme Lamps")], assignments=moved)
    assert clashes_of(tables, DAY) == []
    later = department(
        enquiries=[enquiry(company="Acme Lamps", received_at=datetime(2012, 7, 9, 8, 0))],
        assignments=moved,
    )
    assert [each.owner for each in clashes_of(later, DAY)] == ["赵磊"]


@pytest.mark.parametrize("decision", ["same", "different", "shared"])
def test_what_was_decided_is_not_asked_again(decision):
    tables = department(enquiries=[enquiry(company="Acme Lamps")])
    assert [issue.key for issue in check(tables) if issue.rule == "E-1.10"] == ["customer.clash"]
    decide(tables, "E-1", ACME, decision, "刘洋", DAY, None)
    assert clashes_of(tables, DAY) == []
    assert not [issue for issue in check(tables) if issue.rule == "E-1.10"]
    (row,) = rows_of(tables, "clashes")
    assert (row["enquiry_no"], row["other"], row["by"]) == ("E-1", ACME, "刘洋")


@pytest.mark.parametrize(
    "words",
    [
        ("E-9", ACME, "same", "刘洋"),
        ("E-1", "Nobody", "same", "刘洋"),
        ("E-1", ACME, "perhaps", "刘洋"),
        ("E-1", ACME, "same", "吴敏"),
    ],
)
def test_a_decision_on_what_is_not_there_is_refused(words):
    tables = department(enquiries=[enquiry(company="Acme Lamps")])
    with pytest.raises(UsageError):
        decide(tables, *words, DAY, None)
    assert rows_of(tables, "clashes") == []


def test_two_customers_of_two_owners_are_told_once():
    twin = {"customer": "ACME Lamps", "country": "Germany", "owner": "王芳"}
    found = clashes_of(department(customers=[*CUSTOMERS, twin]), DAY)
    assert [{each.asked, each.other} for each in found] == [{ACME, "ACME Lamps"}]


def test_a_list_is_compared_with_the_workbook_and_with_itself():
    data = "公司名称,国家,E-Mail\nAcme Lamps,德国,\nQuartz Ltd,UK,q@quartz-x.example\n"
    data += "Somebody,UK,z@quartz-x.example\n"
    cards, first = cards_of_file(data.encode())
    assert (len(cards), first) == (3, 2)
    found = alike_in_list(department(), cards, DAY)
    assert [(each.row, each.other) for each in found] == [(0, ACME), (1, "Somebody")]


def test_nothing_to_look_for_is_refused():
    with pytest.raises(UsageError):
        alike(department(), [Card(country="Germany")], DAY)


@pytest.mark.skipif(not DATA.exists(), reason="the year of 2012 is not beside the project")
def test_the_clashes_of_a_year_are_those_that_are_expected(tmp_path, capsys):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    for table in ("staff", "customers", "contacts", "mails", "enquiries", "assignments"):
        assert command("import", book, table, DATA / f"{FILES[table]}.csv").code == 0
    done = command("clash", book, "--json", "--by", "Jack")
    found = [each for each in json.loads(done.out) if each["enquiry_no"]]
    with (DATA / "expected_clashes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {
        (row["enquiry_no"], row["is_customer"], row["owner_then"], row["asked"]) for row in rows
    }
    told = {(each["enquiry_no"], each["other"], each["owner"], each["by"]) for each in found}
    right = len(told & expected)
    tell(capsys, f"clashes: precision {right}/{len(told)}, recall {right}/{len(expected)}")
    assert (done.code, told) == (1, expected)


def test_an_owner_before_the_first_assignment_is_whom_it_took_the_customer_from():
    given = [Assignment(date(2012, 9, 1), "Acme", "甲", "乙")]
    owners = Owners([], given)
    assert [owners.on("Acme", date(2012, *day)) for day in ((8, 31), (9, 1))] == ["甲", "乙"]
