"""Business cards: vCard of three versions, lists of other programs, and what becomes of them."""

import json
from datetime import date

import pytest
from commands import command
from relationkit import department, rows_of

from xlpy.book.cards import read_cards
from xlpy.core.cards import full_name
from xlpy.core.issues import DataError, UsageError
from xlpy.jobs.cards import propose_cards, take_cards
from xlpy.jobs.regions import fill_regions
from xlpy.messages.cards import cards_doc, cards_text

DAY = date(2012, 7, 9)

V21 = """BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E8=8A=B3\r
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=98=8E=E4=BA=AE=\r
=E7=81=AF=E9=A5=B0;Sales\r
TITLE:Buyer\r
TEL;WORK;VOICE:+86 20 8888 0001\r
TEL;WORK;FAX:+86 20 8888 0002\r
TEL;CELL:13800000000\r
EMAIL;INTERNET:fang@mingliang.example\r
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD\r
 /2wBDAAUDBAQEAwUEBAQFBQU\r
\r
END:VCARD\r
"""
V30 = """BEGIN:VCARD
VERSION:3.0
N:Petit;Anne;;Mme;
FN:Anne Petit
ORG:Lumière\\, Fils & Cie;Achats
item1.EMAIL;TYPE=INTERNET,WORK:anne@lumiere.exa
 mple
EMAIL;TYPE=HOME:anne.petit@gmail.com
ADR;TYPE=WORK:;;3 rue du Port;Lyon;;69002;France
URL:https://www.lumiere.example
BDAY:1970-07-12
NOTE:likes brass\\nmet in hall 9
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Lumière\\, Fils & Cie
ORG:Lumière\\, Fils & Cie
TEL:+33 4 00 00 00 00
END:VCARD
"""
V40 = """BEGIN:VCARD
VERSION:4.0
FN:Bo Berg
ORG;SORT-AS="Berg":Berg AS
TEL;VALUE=uri;TYPE="voice,home":tel:+47-22-00-00-00
EMAIL:bo@berg.example
BDAY:--0709
IMPP:skype:bo.berg
LANG:no
AGENT:BEGIN:VCARD
END:VCARD
"""


def test_version_2_1_with_quoted_printable_over_two_lines_and_a_picture():
    [card] = read_cards(V21.encode())
    assert (card.name, card.company, card.position) == ("王芳", "明亮灯饰", "Buyer")
    assert card.mails == ("fang@mingliang.example",)
    # A fax is no phone.
    assert card.phones == ("+86 20 8888 0001", "13800000000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_version_3_0_with_folded_lines_groups_and_escapes(encoding):
    anne, firm = read_cards(V30.encode(encoding))
    assert (anne.name, anne.company) == ("Anne Petit", "Lumière, Fils & Cie")
    assert anne.mails == ("anne@lumiere.example", "anne.petit@gmail.com")
    assert (anne.country, anne.city, anne.birthday) == ("France", "Lyon", "1970-07-12")
    assert anne.note == "likes brass met in hall 9"
    # The card of a company names no person.
    assert (firm.name, firm.company, firm.phones) == (
        "",
        "Lumière, Fils & Cie",
        ("+33 4 00 00 00 00",),
    )


def test_version_4_0_with_a_colon_in_quotes_and_a_birthday_without_a_year():
    [card] = read_cards(V40.encode())
    assert (card.name, card.company, card.phones) == ("Bo Berg", "Berg AS", ("+47-22-00-00-00",))
    assert (card.birthday, card.messenger, card.language) == ("", "skype:bo.berg", "no")


def test_a_file_in_gbk_and_a_folded_character_cut_in_two():
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:陈明\nORG:东方贸易\nEND:VCARD\n"
    [card] = read_cards(text.encode("gb18030"))
    assert (card.name, card.company) == ("陈明", "东方贸易")
    cut = text.encode().replace("明".encode(), "明".encode()[:1] + b"\r\n " + "明".encode()[1:])
    assert read_cards(cut)[0].name == "陈明"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BEGIN:VCARD\nFN:Ann\n", "no END:VCARD"),
        ("a,b\n1,2\n", "no header was found"),
        ("", "no header was found"),
    ],
)
def test_a_file_that_is_no_whole_list_of_cards_is_refused(text, told):
    with pytest.raises(DataError) as caught:
        read_cards(text.encode())
    assert told in caught.value.issues[0].en


@pytest.mark.parametrize(
    "text",
    [
        "Name,Organization 1 - Name,Organization 1 - Title,E-mail 1 - Type,E-mail 1 - Value,"
        "Phone 1 - Type,Phone 1 - Value\nAnn Lee,Oak Ltd,Buyer,* Work,ann@oak.example,Mobile,"
        "+44 20 5550 1234\n",
        "First Name,Last Name,Company,Job Title,E-mail Address,Business Phone,Business Fax\n"
        "Ann,Lee,Oak Ltd,Buyer,ann@oak.example,+44 20 5550 1234,+44 20 5550 9999\n",
        "姓名;公司名称;职务;电子邮箱;手机\n"
        "Ann Lee;Oak Ltd;Buyer;ann@oak.example;+44 20 5550 1234\n",
    ],
)
def test_lists_of_other_programs(text):
    [card] = read_cards(text.encode("gb18030"))
    assert (card.name, card.company, card.position) == ("Ann Lee", "Oak Ltd", "Buyer")
    assert (card.mails, card.phones) == (("ann@oak.example",), ("+44 20 5550 1234",))


def test_a_chinese_name_begins_with_the_familys():
    assert [full_name("芳", "王"), full_name("Ann", "Lee"), full_name("", "Lee")] == [
        "王芳",
        "Ann Lee",
        "Lee",
    ]


def taken(tables, text, owner=None):
    """What a file's cards bring, once they are written."""
    found = propose_cards(tables, text.encode(), DAY, owner)
    take_cards(tables, found)
    return found


def test_cards_become_customers_contacts_mails_and_are_not_taken_twice():
    tables = department()
    before = len(rows_of(tables, "customers"))
    found = taken(tables, V30 + V40, "王芳")
    assert [(each.new_customer, each.new_contact) for each in found.taken] == [
        (True, True),
        (False, False),
        (True, True),
    ]
    customers = {row["customer"]: row for row in rows_of(tables, "customers")}
    assert len(customers) == before + 2
    firm = customers["Lumière, Fils & Cie"]
    assert (firm["country"], firm["owner"]) == ("France", "王芳")
    # The second card of the company fills in its phone.
    assert firm["phone"] == "+33 4 00 00 00 00"
    assert [row["to"] for row in rows_of(tables, "assignments")][-2:] == ["王芳", "王芳"]
    mails = {row["mail"]: row["contact_no"] for row in rows_of(tables, "mails")}
    assert mails["anne@lumiere.example"] == mails["anne.petit@gmail.com"]
    again = propose_cards(tables, (V30 + V40).encode(), DAY, "王芳")
    assert again.imports == {}
    assert "Nothing is new" in cards_text(again, False)


def test_what_is_there_is_filled_and_never_written_over():
    rows = {
        "contacts": [
            {"contact_no": "C-007", "customer": "Meadow Living", "contact": "Eva", "phone": "1234"}
        ],
        "mails": [{"mail": "eva@meadow.example", "contact_no": "C-007"}],
    }
    card = (
        "BEGIN:VCARD\nFN:Eva Holm\nORG:Meadow\nTEL:99999\nTITLE:Buyer\n"
        "EMAIL:EVA@meadow.example\nEND:VCARD\nBEGIN:VCARD\nFN:Ida\n"
        "EMAIL:ida@meadow.example\nEND:VCARD\n"
    )
    tables = department(**rows)
    found = taken(tables, card)
    eva, ida = rows_of(tables, "contacts")
    assert (eva["phone"], eva["position"], eva["contact"]) == ("1234", "Buyer", "Eva")
    # Who writes from a customer's own domain is that customer's.
    assert (ida["contact_no"], ida["customer"]) == ("C-008", "Meadow Living")
    assert cards_doc(found, True)["rows"]["contacts"] == {"added": 1, "changed": 1}


def test_a_person_of_no_company_is_left_out_and_said():
    found = propose_cards(department(), b"BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", DAY)
    assert [each.skipped for each in found.taken] == [True]
    assert "left out: no company" in cards_text(found, False)


def test_a_cell_that_cannot_be_names_the_line_of_the_card():
    text = "name,company,birthday\nAnn,Oak,1970-01-02\nBo,Elm,soon\n"
    found = propose_cards(department(), text.encode(), DAY)
    [issue] = [each for each in found.issues if each.severity == "error"]
    assert (issue.row, issue.column) == (3, "birthday")
    with pytest.raises(DataError):
        take_cards(department(), found)


def test_new_customers_of_a_stranger_are_refused():
    with pytest.raises(UsageError, match="李雷"):
        propose_cards(department(), V40.encode(), DAY, "李雷")


def test_the_command_shows_first_and_writes_once(tmp_path):
    book, file = tmp_path / "book.xlsm", tmp_path / "cards.vcf"
    file.write_text(V30 + V40, encoding="utf-8", newline="")
    assert command("new", book).code == 0
    assert "nothing was written" in command("cards", book, file, "--dry-run").out.decode()
    assert "contacts: 2 added" in command("cards", book, file).out.decode()
    assert "Nothing is new" in command("cards", book, file).out.decode()


def test_a_new_customers_region_is_that_of_its_country():
    tables = department()
    take_cards(tables, propose_cards(tables, V30.encode(), DAY))
    [new] = [row for row in rows_of(tables, "customers") if "Lumi" in row["customer"]]
    assert (new["country"], new["region"]) == ("France", "欧洲 Europe")


def test_regions_that_are_blank_are_filled_and_no_other():
    there = [
        {"customer": "Oak", "country": "智利"},
        {"customer": "Elm", "country": "Chile", "region": "Europe"},
        {"customer": "Ash", "country": "Atlantis"},
        {"customer": "Fir"},
    ]
    tables = department(customers=there)
    before = rows_of(tables, "customers")
    preview = fill_regions(tables, dry_run=True)
    assert preview.found == [("Oak", "智利", "Americas")]
    assert preview.unknown == ["Ash", "Fir"]
    assert rows_of(tables, "customers") == before
    fill_regions(tables)
    regions = [row["region"] for row in rows_of(tables, "customers")]
    assert regions == ["美洲 Americas", before[1]["region"], None, None]
    assert fill_regions(tables).found == []


def test_the_command_of_regions_previews_and_writes(tmp_path):
    path, rows = tmp_path / "book.xlsm", tmp_path / "customers.csv"
    assert command("new", path).code == 0
    rows.write_text("customer,country\nOak,Chile\n")
    assert command("import", path, "customers", rows).code == 0
    before = path.read_bytes()
    assert "Americas" in command("regions", path, "--dry-run").out.decode()
    assert path.read_bytes() == before
    assert json.loads(command("regions", path, "--json").out)["written"]
    assert json.loads(command("regions", path, "--json").out)["new"] == []
