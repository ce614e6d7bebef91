"""A workbook in Chinese or in English: no foreign half is left, every job reads and writes it as
one in both.
"""

import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from calculating import formulas_that_differ

from xlpy import cli
from xlpy.book.defaults import default_rows
from xlpy.book.tables import Change
from xlpy.book.version import language_in
from xlpy.build.book import sheet_plan
from xlpy.build.sample import sample_rows, starting_rows
from xlpy.build.workbook import build
from xlpy.core.parameters import PARAMETERS
from xlpy.core.parts import PARTS
from xlpy.core.tables import TABLES
from xlpy.core.text import BOTH, EN, ZH, Text, halves
from xlpy.documents.papers import papers
from xlpy.files import WorkbookFile
from xlpy.files.opened import open_package
from xlpy.functions.costs import APPROVERS
from xlpy.functions.tiered import AND_ABOVE
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.sealing.verify import verify
from xlpy.ooxml.contents import Contents
from xlpy.upgrade import upgrade

ONE = (ZH, EN)
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
SIGNS = re.compile("[\u3400-\u9fff]")
WORD = re.compile("[A-Za-z][a-z]{2,}")
"""A word of English; abbreviations and rule ids are in capitals."""
KEPT = {
    # Names of programs, rules, files and units, which are the same in every language.
    "TradeDept",
    "Excel",
    "Windows",
    "Python",
    "macOS",
    "Incoterms",
    "Hamburg",
    "Shift",
    "Ctrl",
    "Alt",
    "tradedept",
    "check",
    "close",
    "import",
    "prepare",
    "doctor",
    "install",
    "xlsm",
    "dry",
    "run",
    "receipts",
    "CSV",
    # Commands that Home names, and the test's own file.
    *("show", "statements", "book", "Libre", "Office"),
    *("mac", "Trade", "Dept", "All", "Headers", "week", "birthday", "there"),
    *("Skype", "Whats", "App", "spam"),
    *("camt", "DRAFT", "Bank", "China", "PBC", "central", "parity", "zip", "files"),
}
OF_CUSTOMS = {row["value"] for row in default_rows()["policy"] if row["key"].startswith("customs.")}
"""What Chinese customs writes on its own form, in its own words, whoever reads the workbook."""
WORKINGS = {str(text) for text in (AND_ABOVE, *APPROVERS.values())}
"""What functions give, in hidden columns; the cells that are seen show one half of it."""


@pytest.fixture(scope="module", params=ONE)
def new(request, tmp_path_factory):
    """A new workbook of a language."""
    path = tmp_path_factory.mktemp("new") / "book.xlsm"
    path.write_bytes(build(starting_rows(request.param), file=path.name, language=request.param))
    return request.param, path


@pytest.fixture(scope="module", params=ONE)
def demo(request, tmp_path_factory):
    """The demo department of a language."""
    path = tmp_path_factory.mktemp("demo") / "book.xlsm"
    path.write_bytes(build(sample_rows(request.param), file=path.name, language=request.param))
    return request.param, path


@pytest.fixture(scope="module")
def new_in_both(tmp_path_factory):
    """A new workbook of which no language was said; tests only look at it."""
    path = tmp_path_factory.mktemp("new") / "both.xlsm"
    path.write_bytes(build(starting_rows()))
    return path


@pytest.fixture(scope="module")
def demo_in_both(tmp_path_factory):
    """The demo department of which no language was said; tests only look at it."""
    path = tmp_path_factory.mktemp("demo") / "both.xlsm"
    path.write_bytes(build(sample_rows()))
    return path


def texts_of(path):
    """Part and text, of all that a person sees: cells, headers, notes, tips, drop-downs, drawings,
    ribbon.
    """
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if (
                not name.endswith((".xml", ".vml"))
                or "theme" in name
                or name.startswith("docProps/app")
            ):
                continue
            body = book.read(name).decode()
            # A formula reads what people type in either language; what it shows is its own value,
            # or a text in it.
            body = re.sub(
                r"<(?:f|formula|formula1|formula2|definedName|c:f)[\s>][^<]*</[^>]*>", "", body
            )
            for text in re.findall(r">([^<]+)<", body) + re.findall(
                r"(?:name|label|screentip|supertip|errorTitle|error|promptTitle|prompt|"
                r'location|display)="([^"]*)"',
                body,
            ):
                yield name, text.replace("&amp;", "&").replace("&quot;", '"')


def identifiers():
    """The words of keys that stand in rules and their notes, whatever the language: tables,
    columns, parameters.
    """
    rows = [row for table in starting_rows().values() for row in table]
    keys = [key for table in TABLES.values() for key in (table.key, *table.column_keys)]
    keys += [
        str(row.get(key))
        for row in rows
        for key in ("key", "form", "item", "kind", "stage", "gate")
    ]
    keys += [part.key for part in PARTS]
    keys += [choice for parameter in PARAMETERS.values() for choice in parameter.choices]
    keys += [
        word
        for row in rows
        if "unit" in row
        for word in re.findall(r"\b[a-z]+_?[a-z]*\b", row.get("note", "").split("。")[0])
    ]
    return {word for key in keys for word in WORD.findall(key)}


def test_a_new_workbook_has_no_foreign_half(new):
    """No cell, header, note, tip, choice, chart text or button; what people may type stays (units,
    ports).
    """
    language, path = new
    known = KEPT | identifiers()
    odd = [
        (part, text)
        for part, text in texts_of(path)
        if text not in WORKINGS | OF_CUSTOMS
        and "⟦" not in text
        and (
            CHINESE.search(text)
            if language == EN
            else SIGNS.search(text) and not set(WORD.findall(text)) <= known
        )
    ]
    assert odd == [], odd[:20]
    if language == ZH:
        words = [text for _, text in texts_of(path) if WORD.fullmatch(text) and text[0].isupper()]
        assert not {"Name", "Amount", "Month", "Total", "Receipts", "Home", "Item", "Rule"} & set(
            words
        )


def test_every_sheet_table_and_column_has_a_name_in_each_language():
    """Sheets are told apart within 31 letters, columns within their table, by either half alone."""
    for place in (0, 1):
        names = [
            (halves(name) if all(halves(name)) else Text(name, name))[place]
            for name, *_ in sheet_plan()
        ]
        assert len({name.casefold() for name in names}) == len(names)
        assert max(map(len, names)) <= 31
        for table in TABLES.values():
            labels = [(column.zh, column.en)[place].casefold() for column in table.columns]
            assert len(set(labels)) == len(labels), table.key


def test_the_language_stands_in_the_table_about_and_both_names_none(new, new_in_both):
    language, path = new
    book = WorkbookFile(path)
    assert language_in(book.read(("about",))["about"]) == book.language == language
    assert "language" not in WorkbookFile(new_in_both).read(("about",))["about"].columns["key"]


def test_both_halves_of_a_text():
    """A blank between them; none behind a mark that ends the Chinese sentence."""
    assert [Text("完成", "done").said(each) for each in (ZH, EN, BOTH)] == [
        "完成",
        "done",
        "完成 done",
    ]
    assert str(Text("没有问题。", "No issues.")) == "没有问题。No issues."
    assert Text("提成", "Commission").said(BOTH, "  ") == "提成  Commission"
    assert halves("HS 编码 HS code") == ("HS 编码", "HS code")


def test_libreoffice_computes_what_the_workbook_shows(demo):
    """Formulas find choices, open periods and pools by the words of the language."""
    _, path = demo
    count, odd = formulas_that_differ(path)
    assert count > 1000
    assert odd == []


def test_the_demo_s_figures_are_those_of_the_workbook_in_both(demo, demo_in_both):
    """Keys and figures, whatever the words: all tables but notes, which are in the language."""
    _, path = demo
    one, both = WorkbookFile(path), WorkbookFile(demo_in_both)
    for key in (
        "payroll",
        "splits",
        "prizes",
        "pools",
        "commissions",
        "closes",
        "staff",
        "grades",
        "board",
        "adjustments",
    ):
        drop = {"digest", "previous", "what", "note"}
        found, wanted = (
            [{k: v for k, v in row.items() if k not in drop} for row in export_rows(book, key)]
            for book in (one, both)
        )
        assert found == wanted, key


def test_check_close_verify_and_import_take_it_as_one_in_both(demo, tmp_path):
    """A close writes choices in the language; the chain holds; rows come in by key, either half or
    the whole.
    """
    language, source = demo
    path = tmp_path / "book.xlsm"
    path.write_bytes(source.read_bytes())
    assert not [issue for issue in check(WorkbookFile(path)) if issue.severity == "error"]
    result = close(WorkbookFile(path), "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30))
    assert result.written
    assert verify(WorkbookFile(path)).intact
    raw = WorkbookFile(path).read(("splits", "closes", "payroll"))
    last = {key: values[-1] for key, values in raw["splits"].columns.items()}
    assert (last["kind"], last["name"]) == {ZH: ("年终奖池", "年终奖池"), EN: ("year", "year")}[
        language
    ]
    assert raw["closes"].columns["state"][-1] == {ZH: "已结", EN: "closed"}[language]
    rows = "name,role\n甲,salesperson\n乙,业务员\n丙,业务员 salesperson\n丁,经理\n"
    (tmp_path / "staff.csv").write_text(rows, "utf-8")
    import_rows(WorkbookFile(path), "staff", tmp_path / "staff.csv")
    roles = WorkbookFile(path).read(("staff",))["staff"].columns["role"][-4:]
    assert roles == {ZH: [*["业务员"] * 3, "经理"], EN: [*["salesperson"] * 3, "manager"]}[language]


def test_what_a_user_typed_stays_as_it_is(new, tmp_path):
    language, source = new
    path = tmp_path / "book.xlsm"
    path.write_bytes(source.read_bytes())
    WorkbookFile(path).commit(
        [
            Change(
                "rewards",
                append=[
                    {
                        "date": date(2012, 7, 3),
                        "name": "甲",
                        "amount": Decimal(50),
                        "note": "业务员 salesperson",
                    }
                ],
            )
        ]
    )
    assert (
        WorkbookFile(path).read(("rewards",))["rewards"].columns["note"][-1] == "业务员 salesperson"
    )
    assert (
        WorkbookFile(path).read(("tiers",))["tiers"].columns["scheme"][0]
        == {ZH: "个人", EN: "personal"}[language]
    )


def test_an_upgrade_keeps_the_language(new, tmp_path):
    """A workbook that an earlier version of the program made comes out as a new one of its
    language.
    """
    language, source = new
    path = tmp_path / "book.xlsm"
    path.write_bytes(source.read_bytes())
    about = WorkbookFile(path).read(("about",))["about"]
    at = list(about.columns["key"]).index("program")
    WorkbookFile(path).commit([Change("about", update={at: {"value": "0.0.1"}})])
    result = upgrade(path)
    assert result.written
    with open_package(source) as old, open_package(result.book) as fresh:
        assert [sheet.name for sheet in fresh.sheets] == [sheet.name for sheet in old.sheets]
        for before, after in zip(old.sheets, fresh.sheets, strict=True):
            was, now = Contents(old).cells(before.part), Contents(fresh).cells(after.part)
            assert {
                at: text
                for at, text in now.items()
                if was.get(at) != text and before.name not in ("About", "关于")
            } == {}
    for part, text in texts_of(result.book):
        assert not (language == EN and "sheet" in part and "业务员 salesperson" in text)
    assert (
        WorkbookFile(result.book).read(("about",))
        and language_in(WorkbookFile(result.book).read(("about",))["about"]) == language
    )


def test_messages_follow_the_workbook_and_json_has_both(demo, capsys):
    language, path = demo
    assert cli.main(["check", str(path), "2012-10"]) == 0
    told = capsys.readouterr().out
    assert ("提醒" in told, "warning" in told) == (language == ZH, language == EN)
    cli.main(["check", str(path), "2012-10", "--json"])
    assert {"zh", "en"} <= json.loads(capsys.readouterr().out)["issues"][0].keys()
    cli.main(["explain", str(path), "2012-09", "nobody"])
    assert bool(SIGNS.search(capsys.readouterr().err.split("刘洋")[0])) == (language == ZH)


@pytest.mark.parametrize("period", ["2012-09", "2012-Q3"])
def test_explain_speaks_the_language_of_the_workbook_alone(demo, capsys, period):
    language, path = demo
    tables = WorkbookFile(path).read(("staff", "deductions"))
    typed = [*tables["staff"].columns.values(), tables["deductions"].columns["kind"]]
    known = sorted({str(cell) for values in typed for cell in values}, key=len)
    explained = 0
    for name in tables["staff"].columns["name"]:
        explained += cli.main(["explain", str(path), period, str(name)]) == 0
        told = capsys.readouterr().out
        for word in reversed(known):
            told = told.replace(word, "")
        assert (WORD if language == ZH else SIGNS).findall(told) == []
    assert explained > 1


def test_the_doctor_speaks_the_language_of_the_workbook_alone(demo, capsys):
    language, path = demo
    cli.main(["doctor", str(path)])
    told = capsys.readouterr().out
    of_book = told.split(str(path))[1].split("\n\n")[0]
    # Without the owner, the group and the mode of the file.
    for line in re.sub(r"\S+:\S+ \d{4}", "", of_book).splitlines():
        if language == EN:
            assert SIGNS.findall(line) == []
        else:
            programs = {"OneDrive", "SharePoint", "LibreOffice"}
            assert set(re.findall("[A-Za-z]{4,}", line)) - KEPT - programs == set()
    assert ("备份有地方放" in told, "a place for backups" in told) == (
        language == ZH,
        language == EN,
    )


def test_papers_follow_the_workbook_but_a_buyer_abroad_reads_english(demo, tmp_path, monkeypatch):
    """An order in foreign currency: its invoice is in English; the house's own papers are in the
    house's language.
    """
    language, path = demo
    monkeypatch.setattr("xlpy.documents.papers.to_pdf", lambda books, *_: books)
    made = papers(WorkbookFile(path), ["SO-0332"], ["proforma", "cover"], tmp_path)
    names = {
        each.paper: b"".join(
            zipfile.ZipFile(each.paths[0]).read(n)
            for n in zipfile.ZipFile(each.paths[0]).namelist()
            if n.endswith(".xml")
        ).decode()
        for each in made
        if hasattr(each, "paths")
    }
    assert "PROFORMA INVOICE  形式发票" in names["proforma"]
    title = {ZH: "订单档案  ORDER DOSSIER", EN: "ORDER DOSSIER  订单档案"}[language]
    assert title in names["cover"]


def test_new_takes_a_language_and_refuses_another(tmp_path, capsys):
    assert cli.main(["new", str(tmp_path / "a.xlsm"), "--language", "EN"]) == 0
    assert capsys.readouterr().out.startswith("created: ")
    assert WorkbookFile(tmp_path / "a.xlsm").read(("about",)) is not None
    assert cli.main(["new", str(tmp_path / "b.xlsm"), "--language", "fr"]) == 2
    assert not (tmp_path / "b.xlsm").exists()


def test_the_shipped_bytes_are_those_of_both(new_in_both):
    made = build(starting_rows(BOTH), language=BOTH)
    assert made == new_in_both.read_bytes()
    assert made[:2] == b"PK"
