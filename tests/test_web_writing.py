"""The add-in's buttons that write, from the pane's own scripts to the cells: pressed in node, with
the Python that runs in browsers and a stand-in for Excel that is strict.

What stands in the workbook then is what the jobs write, seals and digests included; whatever goes
wrong on the way, the workbook is as it was.
"""

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta

import goodbook
import northwind
import pytest
import webbook
from webaddin import PYODIDE, node

from xlpy.book.tables import MemoryTables
from xlpy.build.sample import sample_rows, starting_rows
from xlpy.core.periods import parse_period
from xlpy.core.tables import TABLES
from xlpy.jobs import mergers
from xlpy.jobs.close import close
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.prepare import prepare
from xlpy.jobs.reopen import reopen
from xlpy.jobs.sealing.verify import verify
from xlpy.messages.results import verify_text
from xlpy.messages.words import Words

NOW = "2012-11-05T09:30:00"
AT = datetime.fromisoformat(NOW)
BY, WHY = "刘洋", "少了一笔"
KEPT, MERGED = "Ateliers Roquebrune SARL", "Hollins & Wray Ltd"
LATER = datetime(1998, 6, 2, 8)
"""When Northwind's periods are closed, a minute apart."""
MANY = 100_000
CALLAHAN = "Laura Callahan"
LAST = {"1996-Q4": "close_quarter", "1996": "close_year", "1997-01": "close_month"}
"""The periods of Northwind that are closed in the add-in, those before them here."""


def at(name, code="", **more):
    """A step that runs a script in the stand-in."""
    return {"name": name, "do": "run", "code": code, **more}


def press(name, key, now=NOW, writes=True, **answers):
    return {
        "name": name,
        "do": "press",
        "key": key,
        "now": now,
        "writes": writes,
        "answers": answers,
    }


HELD = "return JSON.parse(JSON.stringify(book));"
START = (
    "book = structuredClone(base); stand.steps = stand.syncs = 0; stand.failsAt = [];"
    "stand.garbles = stand.beforeSync = null; Office.context = {};"
    "globalThis.sheet = (key) =>"
    " book.sheets.find((each) => each.tables.some((t) => t.name === key));"
    "globalThis.table = (key) => sheet(key).tables[0];"
)


@dataclass(frozen=True)
class Fault:
    """What goes wrong while a button works, and what is said then."""

    does: str
    says: str
    key: str = "close_month"
    before: str = ""
    held: bool = True
    """Whether the workbook is as it was."""


MEANWHILE = {
    "a receipt changes meanwhile": [TABLES["receipts"].sheet],
    "a row comes meanwhile": [TABLES["rewards"].sheet],
}
"""Which sheets somebody else changed."""
# Steps of a close: formats of each column, then its cells; the first table grows in the first.
FAULTS = {
    "the first change is refused": Fault("stand.failsAt = [1]", "the test says so"),
    "the batch breaks off in its middle": Fault("stand.failsAt = [12]", "the test says so"),
    "the last change is refused": Fault("stand.failsAt = [stepsOfClose]", "the test says so"),
    "putting back breaks off, too": Fault(
        "stand.failsAt = [12, 14]", "Do not save", held=False
    ),
    "a cell holds another value": Fault(
        "let once = true; stand.garbles = (name, row, column, value) =>"
        " once && name === sheet('payroll').name && value > 1000"
        " ? ((once = false), value + 1) : value",
        "than was written",
    ),
    "cells cannot be written right at all": Fault(
        "stand.garbles = (name, row, column, value) =>"
        " name === sheet('payroll').name && value === '' ? 'x' : value + (value > 1000)",
        "Do not save",
        held=False,
    ),
    "the sheet is protected": Fault("sheet('payroll').protected = true", "protected"),
    "the sheet is protected meanwhile": Fault(
        "stand.beforeSync = () => { if (stand.syncs === 9) sheet('payroll').protected = true; }",
        "protected",
    ),
    "something stands below a table": Fault(
        "const own = table('payroll');"
        " sheet('payroll').cells[own.row + own.rows + 2] = ['', 'note']",
        "there is something below it",
    ),
    "a table is renamed": Fault("table('payroll').name = 'pay'", "payroll"),
    "a table is missing": Fault("sheet('seals').tables = []", "seals"),
    "a table is renamed meanwhile": Fault(
        "stand.beforeSync = () => { if (stand.syncs === 4) table('payroll').name = 'pay'; }",
        "payroll",
    ),
    "a receipt changes meanwhile": Fault(
        "stand.beforeSync = () => {"
        " if (stand.syncs === 5) sheet('receipts').cells[table('receipts').row + 1][3] = 1; }",
        "receipts changed while the button worked",
    ),
    "a row comes meanwhile": Fault(
        "stand.beforeSync = () => { if (stand.syncs === 5) table('rewards').rows += 1; }",
        "rewards changed while the button worked",
    ),
    "rows to go are filtered out": Fault(
        "sheet('payroll').hidden = [table('payroll').row + 1]",
        "filtered out or hidden",
        "reopen",
        # The newest month's rows stand above the others, as once sorted.
        "const own = sheet('payroll'); const at = table('payroll').row + 1;"
        "const { rows } = table('payroll');"
        "for (const grid of [own.cells, own.formats]) grid.splice(at, rows,"
        " ...grid.slice(at, at + rows).reverse());",
    ),
    "Python is gone once it is written": Fault(
        "const ask = TradeDept.ask; TradeDept.ask = async (module, name, text) => {"
        " if (name !== 'landed') return ask(module, name, text);"
        " TradeDept.ask = ask; throw new Error('gone'); }",
        "do not save",
        held=False,
    ),
    "it was opened to be read": Fault(
        "Office.context.document = { mode: 'readOnly' }", "opened read-only"
    ),
    "Excel is too old": Fault(
        "Office.context.requirements = { isSetSupported: () => false }", "too old"
    ),
    "the person has no copy": Fault(
        "const own = table('grades'); own.rows -= 2;"
        " sheet('grades').cells.splice(own.row + own.rows + 1, 2)",
        "",
        "prepare",
    ),
}  # fmt: skip


def steps():
    demo, small = sample_rows(), small_rows().rows
    found = [
        at("demo", f"globalThis.base = value; {START}", value=webbook.in_excel(demo)),
        press("prepare", "prepare"),
        at("prepared", HELD),
        press("close", "close_month"),
        at("closed", HELD),
        press("verify", "verify", writes=False),
        press("reopen", "reopen", reason=WHY),
        at("reopened", HELD),
        press("undo", "undo"),
        at("undone", HELD),
        press("merge", "merge", kept=KEPT, merged=MERGED, by=BY),
        at("merged", HELD),
        at("small", f"globalThis.base = value; {START}", value=webbook.in_excel(small)),
        press("close small", "close_month"),
        at("small close syncs", "globalThis.stepsOfClose = stand.steps; return stand.syncs"),
        at("small closed", HELD),
        at("again", START),
    ]
    for name, fault in FAULTS.items():
        answers = {"reason": WHY} | ({"copy": False} if name == "the person has no copy" else {})
        found += [
            at(f"{name}: before", f"{START} {fault.before}; {fault.does}; {HELD}"),
            press(name, fault.key, **answers),
            at(f"{name}: after", "stand.beforeSync = null;" + HELD),
        ]
    found += [
        at("own", f"{START} {OWN}"),
        press("close with own", "close_month"),
        at("own closed", HELD),
        press("reopen with own", "reopen", reason=WHY),
        at("own reopened", HELD),
        at("edited", f"{START}"),
        press("close, edited", "close_month"),
        at("edit", "sheet('payroll').cells[table('payroll').row + 1][3] = 5"),
        press("undo, edited", "undo"),
        at("pieces", f"{START} TradeDept.mostSent = 500; TradeDept.most = 50;"),
        press("close in pieces", "close_month"),
        at("closed in pieces", HELD),
        at("whole again", "TradeDept.mostSent = 2e6; TradeDept.most = 5e4"),
        at("keeps nothing", f"{START} TradeDept.journal.keep = async () => false"),
        press("close, not noted", "close_month"),
    ]
    return found


# A column of the user's with a formula, a note beside the rows, and a totals row.
OWN = """
const own = sheet('payroll'), held = table('payroll'), last = held.columns;
held.columns += 2;
held.showTotals = true;
own.cells[held.row].push('Twice', 'Note');
own.formulas = [];
for (let at = held.row + 1; at <= held.row + held.rows; at += 1) {
  own.cells[at].push(0, `note ${at}`);
  (own.formulas[at] = [])[last] = '=2*RC[-1]';
}
own.cells[held.row + held.rows + 1] = ['Total'];
own.cells[held.row + held.rows + 3] = ['below the totals'];
// What the user's formula shows changes by itself.
stand.beforeSync = () => (own.cells[held.row + 1][last] = stand.syncs);
"""


def small_rows():
    """A small department whose first month is closed, the second ready to be."""
    tables = goodbook.kept(("2012-07", "2012-08"))
    close(tables, parse_period("2012-07"), by=BY, at=AT)
    return tables


def trading():
    """Northwind with its periods closed that come before those of the add-in."""
    company = northwind.company()
    tables = goodbook.Kept(starting_rows())
    for table, rows in company.tables.items():
        if rows:
            import_rows(tables, table, company.csv(table).encode())
    periods = list(map(str, company.periods))
    close_in_order(tables, periods[: periods.index(next(iter(LAST)))], LATER)
    return tables


def close_in_order(tables, periods, first):
    """Close periods, each a minute later."""
    for number, period in enumerate(periods):
        when = first + timedelta(minutes=number)
        close(tables, parse_period(period), by=CALLAHAN, at=when)


@pytest.fixture(scope="module")
def company():
    assert northwind.FOLDER.is_dir(), (
        f"this test needs the shared data: {northwind.FOLDER} is absent"
    )
    return trading()


def northwind_steps(company):
    yield at("northwind", f"globalThis.base = value; {START}", value=webbook.in_excel(company.rows))
    for number, (period, key) in enumerate(LAST.items()):
        now = (LATER + timedelta(days=1, minutes=number)).isoformat()
        yield press(period, key, now=now, period=period, by=CALLAHAN)
    yield at("northwind closed", HELD)


def many_steps():
    rows = small_rows().rows
    model = rows["receipts"][-1]
    rows["receipts"] += [{**model, "receipt_no": f"N-{number}"} for number in range(MANY)]
    rows["receipts"][-1]["amount"] = "12x"
    # Excel on the web answers with 5 MB at most; so many cells are less.
    start = f"globalThis.base = value; {START} stand.most = 200_000;"
    return [
        at("before many", "globalThis.usual = stand.most"),
        at("many", start, value=webbook.in_excel(rows)),
        press("check", "check", writes=False),
        at("requests", "return [stand.syncs, py._module.HEAP8.length / 1e6]"),
        at("as usual", "stand.most = usual"),
    ]


@pytest.fixture(scope="module")
def found(addin, company, tmp_path_factory):
    """What one start of the add-in did: to start it, and to press its first button, takes as long
    as all steps with the small department. First what measures its memory; last what is signed by
    somebody else, as the next question proposes who signed last.
    """
    asked = [*many_steps(), *steps(), *northwind_steps(company)]
    return pressed(addin, asked, tmp_path_factory.mktemp("writing"))


def pressed(addin, asked, folder):
    given, out = folder / "steps.json", folder / "out.json"
    given.write_text(json.dumps(asked), "utf-8")
    words = [node(), PYODIDE.parents[1] / "pressing.mjs", addin.folder, given, out]
    done = subprocess.run(words, capture_output=True, timeout=400, check=False)
    assert out.exists(), done.stderr.decode("utf-8", "replace")[-2000:]
    told = json.loads(out.read_text("utf-8"), parse_int=float)
    return {step["name"]: each["value"] for step, each in zip(asked, told, strict=True)}


def said(told):
    return "\n".join(each["text"] for each in told.get("said", ())) + told.get("thrown", "")


@pytest.fixture(scope="module")
def meant():
    """The demo in memory, by the jobs themselves: prepared, closed, open again."""
    tables, found = MemoryTables(sample_rows()), {}
    october = parse_period("2012-10")
    prepare(tables, october)
    found["prepared"] = tables.copy()
    close(tables, october, by=BY, at=AT)
    found["closed"] = tables.copy()
    reopen(tables, october, by=BY, reason=WHY, at=AT)
    return found | {"reopened": tables}


def test_rows_are_prepared_closed_and_opened_again_as_by_the_command(found, meant):
    for state, tables in meant.items():
        assert webbook.differing(found[state], tables) == [], state
    assert found["closed"] != found["prepared"] != found["reopened"]


def test_seals_and_digests_are_those_of_the_command(found, meant):
    have, want = (
        webbook.tables_of(found["closed"]),
        webbook.in_columns(meant["closed"].read(("seals", "closes"))),
    )
    assert (have["seals"], have["closes"]) == (want["seals"], want["closes"])
    assert have["closes"]["digest"][-1] and len(have["seals"]["prints"]) > 100
    text = verify_text(verify(meant["closed"], lambda: ()), Words().beside)
    assert said(found["verify"]) == text


def test_the_person_agrees_to_what_is_written_and_is_asked_for_a_copy(found):
    [by, agree] = [each for each in found["close"]["asked"] if each["key"] in ("by", "agree")]
    assert by["default"] == BY and "closed by 刘洋" in agree["text"]
    assert "save a copy now in Excel" in agree["text"] and "保存副本" in agree["text"]
    [copy] = [each for each in found["prepare"]["asked"] if each["kind"] == "confirm"]
    assert copy["key"] == "copy" and "save a copy now" in copy["text"]


def test_tables_are_read_in_two_requests_and_written_in_one(found):
    # Selection and tables, the same once more, the written ones; the batch; the written ones again.
    assert found["small close syncs"] == 3 + 3 + 2 + 1 + 2


def test_undo_takes_the_last_write_back_and_nothing_else(found, meant):
    assert webbook.differing(found["undone"], meant["closed"]) == []
    assert "was taken back" in said(found["undo"]) and "Re-open" in said(found["undo"])


def test_rows_that_are_there_are_changed_as_by_the_command(found, meant):
    tables = meant["closed"].copy()
    mergers.merge(tables, KEPT, MERGED, BY, AT.date())
    assert found["merge"]["done"] and webbook.differing(found["merged"], tables) == []


def test_undo_leaves_a_table_that_was_edited_since(found):
    assert "payroll changed since" in said(found["undo, edited"])
    assert found["undo, edited"]["done"] is False


def test_a_real_companys_quarter_year_and_month_close_with_the_digests_of_the_command(
    found, company
):
    assert [found[period]["done"] for period in LAST] == [True] * len(LAST)
    close_in_order(company, LAST, LATER + timedelta(days=1))
    assert webbook.differing(found["northwind closed"], company) == []
    have = webbook.tables_of(found["northwind closed"])
    want = webbook.in_columns(company.read(("seals", "closes")))
    assert have["closes"]["digest"] == want["closes"]["digest"] and len(have["seals"]["rows"]) > 50
    assert have["seals"] == want["seals"]


def test_a_hundred_thousand_receipts_are_read_in_pieces_and_checked(found, measured):
    [said_] = found["check"]["said"]
    last = webbook.HEADER_ROW + 1 + len(small_rows().rows["receipts"]) + MANY
    amount = TABLES["receipts"].column_keys.index("amount") + 1
    assert [TABLES["receipts"].sheet, last, amount] in [each["place"] for each in said_["findings"]]
    requests, memory = found["requests"]
    assert 10 < requests < 40
    measured(f"A check of {MANY} receipts in the add-in took {memory:.0f} MB of Python's memory.")


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_goes_wrong_is_said_and_the_workbook_is_as_it_was(found, name):
    fault, told = FAULTS[name], found[name]
    assert told["done"] is False
    assert fault.says in said(told)
    before, after = (webbook.padded(found[f"{name}: {when}"]) for when in ("before", "after"))
    held = [each["name"] for each in before["sheets"]] == [
        each["name"] for each in after["sheets"]
    ] and [
        each["name"]
        for each, other in zip(before["sheets"], after["sheets"], strict=True)
        if each["cells"] != other["cells"] or each["formulas"] != other["formulas"]
    ] == MEANWHILE.get(name, [])
    assert held is fault.held


def test_a_browser_that_keeps_nothing_is_named(found):
    assert found["close, not noted"]["done"] is True
    assert "it cannot be undone" in said(found["close, not noted"])


def test_a_column_of_the_users_own_and_a_totals_row_go_on(found):
    own = found["own closed"]
    sheet = next(s for s in own["sheets"] if s["tables"] and s["tables"][0]["name"] == "payroll")
    [table] = sheet["tables"]
    first, last = int(table["row"]) + 1, int(table["row"] + table["rows"])
    at = int(table["columns"]) - 2
    assert {sheet["formulas"][row][at] for row in range(first, last + 1)} == {"=2*RC[-1]"}
    assert sheet["cells"][last + 1][0] == "Total"
    assert sheet["cells"][last + 3][0] == "below the totals"
    tables = small_rows()
    close(tables, parse_period("2012-08"), by=BY, at=AT)
    assert webbook.differing(own, tables) == []
    reopen(tables, parse_period("2012-08"), by=BY, reason=WHY, at=AT)
    assert webbook.differing(found["own reopened"], tables) == []


def test_a_write_that_is_too_much_for_one_request_goes_in_pieces(found):
    assert found["close in pieces"]["done"] is True
    assert webbook.tables_of(found["closed in pieces"]) == webbook.tables_of(found["small closed"])
