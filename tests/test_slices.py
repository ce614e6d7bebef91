"""A workbook for one salesperson: what is in it, to the byte, and its edits brought back."""

import re
import zipfile
from datetime import date

import pytest
from commands import command
from relationkit import CONTACTS, CUSTOMERS, DAY, STAFF, department, enquiry, rows_of

from xlpy.book.tables import Change, MemoryTables
from xlpy.build.workbook import book_of_rows
from xlpy.core.issues import FileError, UsageError
from xlpy.files import WorkbookFile
from xlpy.jobs.slices import bring_back, make_slice

ACME, AURORA, MEADOW = "Acme Lamps GmbH", "Aurora AS", "Meadow Living"
SAID = {"date": date(2012, 7, 2), "salesperson": "王芳", "summary": "SECRET-fang"}
SECRETS = (
    *("acme-lamps.example", "nord-light", "0100777", "SECRET-zhao", "SECRET-note", "SECRET-eva"),
    *("98765", "87654", "SECRET-order", "SECRET-budget", "SECRET-card", "SECRET-mail"),
)
ROWS = {
    "staff": [
        {**row, "post_wage": wage}
        for row, wage in zip(STAFF, (98765, 3000, 87654, 1), strict=True)
    ],
    "customers": [
        {**CUSTOMERS[0], "note": "SECRET-note"},
        *CUSTOMERS[1:3],
        {**CUSTOMERS[3], "phone": "+56 9 555", "note": "lamps"},
    ],
    "follow_ups": [
        {**SAID, "customer": MEADOW},
        {**SAID, "customer": ACME, "summary": "SECRET-zhao", "salesperson": "赵磊"},
        {**SAID, "customer": MEADOW, "date": date(2012, 7, 3), "summary": "second"},
    ],
    "orders": [
        {"order_no": "SO-1", "customer": MEADOW, "salesperson": "王芳", "payment_terms": "T/T"},
        {"order_no": "SO-2", "customer": ACME, "salesperson": "赵磊", "incoterm": "SECRET-order"},
    ],
    "enquiries": [
        enquiry(company="New One", mail="n@new.example"),
        # Once answered by her; the customer is another's now.
        enquiry("E-2", customer=ACME, mail="SECRET-mail@acme-lamps.example"),
        enquiry("E-3", by="赵磊", company="SECRET-card"),
    ],
    "contacts": [{**CONTACTS[0], "contact": "SECRET-eva"}, CONTACTS[1]],
    "fairs": [{"fair": "Canton", "place": "Guangzhou", "budget": 98765}],
    "payroll": [{"month": date(2012, 6, 1), "name": "赵磊", "post_wage": 87654}],
    "expenses": [{"date": DAY, "item": "SECRET-budget", "amount": 1}],
    "fair_leads": [{"fair": "Canton", "card_no": "1", "company": "SECRET-card", "owner": "赵磊"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The slice of 王芳, as a file; it is read, never written."""
    out = tmp_path_factory.mktemp("slice") / "Slice.xlsm"
    make_slice(department(**ROWS), "王芳", DAY, out, book_of_rows)
    return out


def edited(made):
    """The slice's tables, to be edited in memory."""
    raws = WorkbookFile(made).read(("about", *_BACK))
    rows = {
        key: [
            {column: values[at] for column, values in raw.columns.items()}
            for at in range(raw.length)
            if not raw.is_empty(at)
        ]
        for key, raw in raws.items()
    }
    return MemoryTables({key: [_plain(row) for row in found] for key, found in rows.items()})


def _plain(row):
    return {
        key: date(*value) if isinstance(value, tuple) and len(value) == 3 else value
        for key, value in row.items()
    }


_BACK = ("customers", "contacts", "mails", "addresses", "enquiries", "follow_ups", "fair_leads")


def test_nothing_of_anothers_is_anywhere_in_the_file(made):
    """Every part of the package is searched, and what About keeps is unpacked."""
    from xlpy.jobs.slices import _kept, _unpacked

    with zipfile.ZipFile(made) as package:
        whole = b"\n".join(package.read(name) for name in package.namelist())
        assert not [n for n in package.namelist() if re.search("history|backup|cache", n, re.I)]
    whole += str(_unpacked(_kept(WorkbookFile(made).read(["about"])["about"]))).encode()
    assert [secret for secret in SECRETS if secret.encode() in whole] == []
    # The search would find what is there.
    for seen in ("SECRET-fang", "li@gmail.com", "+56 9 555", "n@new.example", "SO-1"):
        assert seen.encode() in whole, seen
    assert list(made.parent.iterdir()) == [made]


def test_names_and_regions_are_for_all(made):
    raw = WorkbookFile(made).read(["customers"])["customers"]
    rows = [raw.row_values(at) for at in range(raw.length) if not raw.is_empty(at)]
    assert [(row["customer"], row["country"], row["owner"]) for row in rows] == [
        (row["customer"], row["country"], row["owner"]) for row in CUSTOMERS
    ]
    assert [row["phone"] for row in rows] == [None, None, None, "+56 9 555"]


def test_a_slice_of_nobody_and_onto_a_file_is_refused(made):
    for name in ("nobody", "吴敏"):
        with pytest.raises(UsageError):
            make_slice(department(**ROWS), name, DAY, made.with_name("x.xlsm"), book_of_rows)
    with pytest.raises(FileError):
        make_slice(department(**ROWS), "王芳", DAY, made, book_of_rows)


def test_an_untouched_slice_brings_nothing_back(made):
    tables = department(**ROWS)
    found = bring_back(tables, edited(made))
    assert (found.is_clear, found.written) == (True, False)


def test_edits_and_new_rows_come_back(made):
    tables, slice_ = department(**ROWS), edited(made)
    new = {"date": date(2012, 7, 8), "customer": MEADOW, "salesperson": "王芳", "summary": "new"}
    slice_.commit(
        [
            Change("customers", update={3: {"phone": "+56 2 1"}}),
            Change("follow_ups", update={1: {"summary": "said more"}}, append=[new]),
            Change(
                "contacts", append=[{"contact_no": "C-9", "customer": MEADOW, "contact": "Rui"}]
            ),
            Change("mails", append=[{"mail": "rui@meadow.example", "contact_no": "C-9"}]),
        ]
    )
    preview = bring_back(tables, slice_, dry_run=True)
    assert not preview.written and rows_of(tables, "follow_ups")[2]["summary"] == "second"
    found = bring_back(tables, slice_)
    assert (found.is_clear, found.written) == (True, True)
    assert rows_of(tables, "customers")[3]["phone"] == "+56 2 1"
    assert [row["summary"] for row in rows_of(tables, "follow_ups")] == [
        *("SECRET-fang", "SECRET-zhao", "said more", "new"),
    ]
    assert rows_of(tables, "mails")[-1]["mail"] == "rui@meadow.example"
    # What came back once does not come twice.
    assert not bring_back(tables, slice_).written


def test_what_both_changed_is_named_and_stays(made):
    tables, slice_ = department(**ROWS), edited(made)
    slice_.commit([Change("customers", update={3: {"phone": "1", "note": "chairs"}})])
    tables.commit([Change("customers", update={3: {"phone": "2", "city": "Arica"}})])
    found = bring_back(tables, slice_)
    (one,) = found.coming.conflicts
    assert (one.who, one.column, one.before, one.after, one.ours) == (
        *(MEADOW, "phone", "+56 9 555", "1", "2"),
    )
    row = rows_of(tables, "customers")[3]
    assert (row["phone"], row["note"], row["city"]) == ("2", "chairs", "Arica")


@pytest.mark.parametrize(
    ("table", "change", "word"),
    [
        # Another's customer, whose phone she does not even see.
        ("customers", {"update": {0: {"phone": "5"}}}, "somebody else"),
        ("customers", {"append": [{"customer": "Y", "owner": "赵磊"}]}, "somebody else"),
        ("contacts", {"append": [{"contact_no": "C-1", "customer": MEADOW}]}, "another row"),
        ("contacts", {"append": [{"contact_no": "C-7", "customer": ACME}]}, "somebody else"),
        ("follow_ups", {"keep": (0,)}, "stays"),
    ],
)
def test_what_does_not_come_back_is_named(made, table, change, word):
    tables, slice_ = department(**ROWS), edited(made)
    before = rows_of(tables, table)
    slice_.commit([Change(table, **change)])
    found = bring_back(tables, slice_)
    (one,) = found.coming.left
    assert word in one.why.en
    assert rows_of(tables, table) == before


def test_owner_and_grade_are_the_managers(made):
    tables, slice_ = department(**ROWS), edited(made)
    slice_.commit([Change("customers", update={3: {"grade": "A", "owner": "赵磊"}})])
    found = bring_back(tables, slice_)
    assert [each.column for each in found.coming.conflicts] == ["grade", "owner"]
    assert not found.written


def test_an_unreadable_cell_is_named_and_nothing_is_written(made):
    tables, slice_ = department(**ROWS), edited(made)
    slice_.commit([Change("contacts", update={0: {"birthday": "soon", "position": "CEO"}})])
    found = bring_back(tables, slice_)
    assert [issue.column for issue in found.issues] == ["birthday"]
    assert rows_of(tables, "contacts") == rows_of(department(**ROWS), "contacts")


def test_a_workbook_that_is_no_slice_is_refused():
    with pytest.raises(UsageError):
        bring_back(department(**ROWS), department(**ROWS))


def test_the_commands(tmp_path, made):
    book, out = tmp_path / "book.xlsm", tmp_path / "Wang.xlsm"
    assert command("new", book, "--demo").code == 0
    assert command("slice", book, "王芳", "--out", out).code == 0
    assert command("slice", book, "--back", out).code == 0
    assert command("check", out).code in (0, 1)
    assert command("slice", book).code == 2
