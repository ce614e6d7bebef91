"""Drafts of mails: the template of the task's kind, in the contact's language, filled in."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from commands import command
from relationkit import DAY, STAFF, department, enquiry

from xlpy.book.defaults import default_rows
from xlpy.core.customers.drafts import FIELDS
from xlpy.core.issues import UsageError
from xlpy.core.tables.choices import TODO_KINDS
from xlpy.jobs.drafts import draft_of
from xlpy.messages.drafts import draft_text

TEMPLATES = default_rows()["mail_templates"]
GERMAN = {
    "what": "quote",
    "language": "German",
    "subject": "Angebot {reference}",
    "text": "Liebe {contact}",
}
COMPANY = {"company": "A", "zh_name": "甲公司", "en_name": "Alpha Lamps"}


def asking(templates=TEMPLATES, language=None, **more):
    """A quotation to Acme that nobody answered; Eva's language."""
    eva = {"contact_no": "C-1", "customer": "Acme Lamps GmbH", "contact": "Eva"}
    quoted = {"quotation_no": "Q-1", "enquiry_no": "E-1", "sent_on": date(2012, 7, 1)}
    asked = enquiry(customer="Acme Lamps GmbH", replied_at=datetime(2012, 7, 3, 12))
    rows = {
        "contacts": [{**eva, "language": language}],
        "quotations": [quoted],
        "enquiries": [asked],
        "mail_templates": templates,
        "companies": [COMPANY],
    }
    return department(**{**rows, **more})


def test_the_package_has_a_template_of_each_kind_in_english_and_chinese():
    kinds = {(row["what"].split()[-1], row["language"]) for row in TEMPLATES}
    # What is missing of a product goes to nobody, a purchase order to a supplier, not a customer.
    wanted = {key for key, _ in TODO_KINDS} - {"product", "supplier"}
    assert kinds == {(key, language) for key in wanted for language in ("English", "中文")}


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        (None, "Our quotation Q-1"),
        ("english", "Our quotation Q-1"),
        ("Chinese", "报价 Q-1"),
        ("German", "Angebot Q-1"),
        ("Finnish", "Our quotation Q-1"),
    ],
)
def test_a_draft_is_in_the_contacts_language_else_in_english(language, subject):
    found = draft_of(asking([*TEMPLATES, GERMAN], language), "Q-1", DAY)
    assert (found.to, found.subject, found.missing) == ("eva@acme-lamps.example", subject, ())


def test_all_that_is_known_is_filled_in():
    found = draft_of(asking(), "Acme Lamps GmbH Q-1", DAY)
    assert found.text.startswith("Dear Eva,\n")
    assert found.text.endswith("Best regards\n赵磊\nAlpha Lamps")
    assert "{" not in found.text


def test_what_is_owed_is_in_its_currency():
    order = {"order_no": "SO-1", "customer": "Acme Lamps GmbH", "salesperson": "赵磊"}
    due = {"order_no": "SO-1", "kind": "balance", "due_on": date(2012, 7, 2), "currency": "USD"}
    tables = asking(
        orders=[{**order, "currency": "USD"}], accounts=[{**due, "due": Decimal("12345.60")}]
    )
    assert "order SO-1, USD 12,345.60, was due on 2012-07-02" in draft_of(tables, "SO-1", DAY).text


def test_an_enquiry_of_a_stranger_is_answered_to_its_sender():
    asked = enquiry(company="New Ltd", contact="Ann", mail="ann@new.example")
    found = draft_of(asking(enquiries=[asked], quotations=[]), "E-1", DAY)
    assert (found.to, found.text.split(",")[0]) == ("ann@new.example", "Dear Ann")


def test_what_is_not_known_stays_in_braces_and_is_named():
    asked = enquiry(company="New Ltd")
    tables = asking(enquiries=[asked], quotations=[], staff=STAFF)
    found = draft_of(tables, "E-1", DAY)
    assert (found.to, found.missing) == (None, ())
    missing = {**GERMAN, "text": "Zahlen Sie {amount}"}
    found = draft_of(asking([missing]), "Q-1", DAY)
    assert found.missing == ("amount",) and "{amount}" in found.text
    assert "{amount}" in draft_text(found).splitlines()[-1]


def test_a_template_that_asks_for_something_else_is_refused_with_its_row():
    with pytest.raises(UsageError) as failure:
        draft_of(asking([{**GERMAN, "text": "{price}"}]), "Q-1", DAY)
    assert "{price}" in failure.value.en and "row 2" in failure.value.en
    assert all(f"{{{name}}}" in failure.value.en for name in FIELDS)


def test_without_a_template_or_a_task_it_is_said():
    with pytest.raises(UsageError, match="add a row"):
        draft_of(asking([]), "Q-1", DAY)
    with pytest.raises(UsageError, match="Q-9"):
        draft_of(asking(), "Q-9", DAY)


def test_the_command_shows_it_and_writes_nothing(tmp_path):
    path = tmp_path / "book.xlsm"
    assert command("new", path).code == 0
    assert command("todo", path, "--draft", "E-1").code == 2
    before = path.read_bytes()
    rows = tmp_path / "enquiries.csv"
    rows.write_text(
        "enquiry_no,received_at,company,contact,mail\nE-1,2012-07-03,New,Ann,a@n.example"
    )
    assert command("import", path, "enquiries", rows).code == 0
    before = path.read_bytes()
    done = command("todo", path, "--day", "2012-07-09", "--draft", "E-1", "--json")
    found = json.loads(done.out)
    assert (found["to"], found["subject"]) == ("a@n.example", "Your enquiry E-1")
    assert path.read_bytes() == before
