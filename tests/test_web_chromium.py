"""The add-in in Chromium, with a stand-in for Excel that is strict about what was loaded.

Every form of argument, errors, blanks, buttons by keys, a start without the server, no request to
anybody else.

Chromium starts once; what it did is looked at by the tests.
"""

import json
import subprocess
from datetime import datetime
from urllib.parse import urlsplit

import pytest
import webbook
from office import needed
from webaddin import PYODIDE, node

from xlpy.book.tables import MemoryTables
from xlpy.build.sample import sample_rows
from xlpy.core.periods import parse_period
from xlpy.core.tables import TABLES
from xlpy.functions import FUNCTIONS
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.messages.results import close_text
from xlpy.messages.words import Words
from xlpy.web.trial import trial_json

EVIL = "<img src=x onerror=pwned=1>12x"
NOW = "2012-11-05T09:30:00"
ROWS = 10_000
OURS = (".google.com", ".googleapis.com", ".gvt1.com", ".gstatic.com")
"""Whom Chromium itself asks for its own sake."""


def rows():
    found = sample_rows()
    open_receipts = [row for row in found["receipts"] if f"{row['date']}" >= "2012-10"]
    open_receipts[0]["amount"] = EVIL
    return found


def call(name, *arguments, at="Sheet1!A1", of=()):
    code = "return stand.call(...value)"
    return {"do": "run", "code": code, "value": [name, list(arguments), at, list(of)]}


def press(key):
    return {
        "do": "run",
        "value": key,
        "code": f"TradeDept.clock = () => '{NOW}'; stand.syncs = 0;"
        "return { done: await TradeDept.press(value), syncs: stand.syncs,"
        " said: said.innerText, items: said.querySelectorAll('button.finding').length,"
        " state: state.innerText, markup: said.querySelectorAll('img,script').length,"
        " pwned: globalThis.pwned ?? null }",
    }


NEXT = (
    "while (question.hidden || !question.innerText.includes('{}'))"
    " await new Promise((r) => setTimeout(r, 20)); return document.activeElement.id"
)
SAID = "while (!said.innerText.includes('{}')) await new Promise((r) => setTimeout(r, 20));"
WAITS = "while (question.hidden) await new Promise((r) => setTimeout(r, 20));"
CELLS = {
    "name": "Book1.xlsx",
    "selection": None,
    "sheets": [
        {
            "name": "It's",
            "visibility": "Visible",
            "cells": [[200000], [""], [150000]],
            "formats": [],
            "tables": [],
        }
    ],
}
FAILED = (
    "while (document.getElementById('state')?.className !== 'failed')"
    " await new Promise((r) => setTimeout(r, 20));"
    "return state.innerText"
)
STEPS = {
    "no network": {"do": "refuse", "end": ".packed"},
    "first start": {"do": "open", "waits": False},
    "not started": {"do": "run", "code": FAILED},
    "a network": {"do": "refuse", "end": None},
    "old Excel": {"do": "open", "search": "?old", "waits": False},
    "too old": {"do": "run", "needs": "ready", "code": FAILED},
    "start": {"do": "open"},
    "from": {"do": "run", "code": "return (await TradeDept.ready).marks.from"},
    "registered": {"do": "run", "code": "return Object.keys(stand.functions)"},
    "single": call("TD_COMMISSION", [[200000]], [[100000]], None, None, None, None),
    "column": call(
        "TD_COMMISSION", [[200000], [80000]], [[100000], [100000]], None, None, None, None
    ),
    "spilled": call("TD_ALLOCATE", [[100]], [[1], [1], [1]]),
    "repeating": call("TD_DOSSIER", [["order_no"], ["SO-1"]], [[["form"], ["x"]]]),
    "bad": call("TD_COMMISSION", [["abc"]], [[100000]], None, None, None, None, at="S!B2"),
    "why": call("TD_WHY", [["x"]], at="S!C2", of=["S!B2"]),
    "why not": call("TD_WHY", [["x"]], at="S!C2", of=["S!B3"]),
    "bad row": call(
        "TD_COMMISSION", [[200000], ["x"]], [[100000], [100000]], None, None, None, None
    ),
    "error in": {
        "do": "run",
        "code": "return stand.call('TD_RMB', [[[new CustomFunctions.Error('#DIV/0!')]]])",
    },
    "day": call("TD_DUE", [[41091]], [["received"]], [[41100]], None),
    "too few": call("TD_RANK", [["a"]], None),
    "web blank": call("TD_RMB", [[200000], [None], [150000]]),
    "cells": {"do": "run", "code": "book = value", "value": CELLS},
    "desktop blank": call("TD_RMB", [[200000], [0], [150000]], of=["'It''s'!A1:A3"]),
    "zero": call("TD_RMB", [[0]]),
    "unknown cells": call("TD_RMB", [[0]], of=["Gone!A1"]),
    "many at once": {
        "do": "run",
        "code": "return Promise.all(Array.from({length: 300}, (_, i) =>"
        " stand.call('TD_RMB', [[[i]]])))",
    },
    "fast": {
        "do": "run",
        "value": ROWS,
        "code": "const a = Array.from({length: value}, (_, i) => [80000.5 + i]);"
        "const b = a.map(() => [100000]); let best = Infinity;"
        "for (let i = 0; i < 3; i++) { const t = performance.now();"
        "await stand.call('TD_COMMISSION', [a, b, null, null, null, null]);"
        "best = Math.min(best, performance.now() - t); } return best / 1000",
    },
    "demo": {"do": "run", "code": "book = value"},
    "check": press("check"),
    "picture of findings": {"do": "picture"},
    "to the cell": {
        "do": "run",
        "code": "const all = [...said.querySelectorAll('button.finding')];"
        "all.find((each) => each.innerText.includes('12x')).focus(); return all.length",
    },
    "enter": {"do": "key", "name": "Enter"},
    "selected": {
        "do": "run",
        "code": "await new Promise((r) => setTimeout(r, 100)); return [book.front, book.selection]",
    },
    "sound": {"do": "run", "code": "book = value"},
    "preview": {
        "do": "run",
        "code": f"globalThis.press = TradeDept.press('preview_month'); {WAITS}"
        "return [question.innerText, document.activeElement.id, answer.value]",
    },
    "picture of a question": {"do": "picture"},
    "go on": {"do": "key", "name": "Enter"},
    "previewed": {
        "do": "run",
        "code": "const done = await press; const blocks = [...said.querySelectorAll('pre')];"
        "return [done, blocks.map((each) => each.textContent).join('\\n\\n')]",
    },
    "picture of a preview": {"do": "picture"},
    "once more": {
        "do": "run",
        "code": f"globalThis.press = TradeDept.press('preview_month'); {WAITS} return 1",
    },
    "call off": {"do": "key", "name": "Escape"},
    "called off": {"do": "run", "code": "return [await press, question.hidden]"},
    "at the button": {
        "do": "run",
        "code": "document.querySelector('[data-key=close_month]').focus();"
        "return document.activeElement.className",
    },
    "press it": {"do": "key", "name": "Enter"},
    "which month": {"do": "run", "code": f"{WAITS} return question.innerText"},
    "that month": {"do": "key", "name": "Enter"},
    "who": {"do": "run", "code": NEXT.format("谁在这台电脑上结账")},
    "she": {"do": "key", "name": "Enter"},
    "agreed": {"do": "run", "code": NEXT.format("保存副本")},
    "picture of an agreement": {"do": "picture"},
    "yes": {"do": "key", "name": "Enter"},
    "closed": {"do": "run", "code": f"{SAID.format('请保存工作簿')} return book"},
    "picture of a close": {"do": "picture"},
    "keep it": {"do": "run", "code": "sessionStorage.book = JSON.stringify(book)"},
    "in pieces": {
        "do": "run",
        "code": "stand.most = 20000; TradeDept.most = 2000; stand.syncs = 0;"
        "const whole = await TradeDept.read();"
        "return [stand.syncs, whole.tables.length]",
    },
    "trial": {
        "do": "run",
        "code": "stand.most = Infinity; await TradeDept.tried();"
        "const text = said.querySelector('textarea').value;"
        "const link = said.querySelector('a[download]');"
        "return [JSON.parse(text), link.download, link.href, book.sheets.length]",
    },
    "picture of the trial": {"do": "picture"},
    "wide": {
        "do": "run",
        "code": "return [document.documentElement.scrollWidth, innerWidth]",
    },
    "offline": {"do": "offline"},
    "again": {"do": "open"},
    "offline call": call("TD_RMB", [[1.5]]),
    "take it back": {
        "do": "run",
        "code": "book = JSON.parse(sessionStorage.book);"
        f"globalThis.press = TradeDept.press('undo', true); {WAITS} return question.innerText",
    },
    "yes, back": {"do": "key", "name": "Enter"},
    "taken back": {"do": "run", "code": "return [await press, said.innerText, book]"},
}  # fmt: skip


@pytest.fixture(scope="module")
def found(addin, tmp_path_factory):
    needed("chromium", "the add-in in a browser")
    folder = tmp_path_factory.mktemp("chromium")
    steps = {name: dict(step) for name, step in STEPS.items()}
    steps["demo"]["value"] = webbook.in_excel(rows())
    steps["sound"]["value"] = webbook.in_excel(sample_rows())
    for name, step in steps.items():
        if step["do"] == "picture":
            step["path"] = str(folder / f"{name}.png")
    asked, out = folder / "steps.json", folder / "out.json"
    asked.write_text(json.dumps(list(steps.values())), "utf-8")
    words = [node(), PYODIDE.parents[1] / "chromium.mjs", addin.folder, asked, out]
    done = subprocess.run(words, capture_output=True, timeout=400, check=False)
    assert out.exists(), done.stderr.decode("utf-8", "replace")[-2000:]
    told = json.loads(out.read_text("utf-8"))
    assert told["failed"] is None, (told["failed"], told["console"])
    return {
        **told,
        "folder": folder,
        "seconds": dict(zip(STEPS, (one["seconds"] for one in told["results"]), strict=True)),
        **dict(zip(STEPS, (one["value"] for one in told["results"]), strict=True)),
    }


def test_without_a_network_at_the_first_start_it_says_what_to_do(found):
    assert "请联网后再打开一次" in found["not started"]
    assert "Open it again with a network" in found["not started"]
    assert "404" in "".join(found["a network"])


def test_an_old_excel_is_told_which_one_is_needed(found):
    assert "needs Excel of Microsoft 365" in found["too old"] and "2023" in found["too old"]


def test_every_function_of_the_catalogue_is_registered(found):
    assert found["registered"] == list(FUNCTIONS)


def test_it_starts_from_the_memory_that_the_build_made(found, measured):
    assert found["from"] == "memory"
    measured(f"The add-in started in Chromium in {found['start']:.1f} s.")


def test_every_form_of_argument_gives_its_result(found):
    assert found["single"] == [[2375]]
    assert found["column"] == [[2375], [800]]
    assert found["spilled"] == [[33.34], [33.33], [33.33]]
    assert found["bad row"][0] == [2375]
    assert found["bad row"][1][0]["error"] == "#VALUE!"
    assert len(found["many at once"]) == 300
    assert len({json.dumps(each) for each in found["many at once"]}) == 300
    assert isinstance(found["day"][0][0], int | float)
    assert "error" in json.dumps(found["repeating"])


def test_an_error_bears_its_reason_and_td_why_says_it(found):
    assert found["bad"]["error"] == "#VALUE!" and "abc" in found["bad"]["why"]
    assert found["why"] == [[found["bad"]["why"]]]
    assert found["why not"] == [[""]]
    assert found["error in"]["error"] == "#DIV/0!"
    assert found["too few"]["error"] == "#VALUE!"


def test_a_blank_cell_is_told_from_0_on_the_web_and_on_the_desktop(found):
    assert found["web blank"][1] == [""] == found["desktop blank"][1]
    assert found["desktop blank"][0] == found["web blank"][0]
    assert found["zero"] == found["unknown cells"] != [[""]]


def test_check_leads_to_the_cell_by_keys(found):
    issues = check(webbook.Lower(rows()))
    bad = next(each for each in issues if "12x" in each.en)
    at = TABLES["receipts"].column_keys.index("amount")
    assert (found["check"]["done"], found["check"]["items"]) == (
        True,
        sum(each.row is not None for each in issues),
    )
    sheet = TABLES["receipts"].sheet
    assert found["selected"][0] == sheet
    where = {"sheet": sheet, "row": bad.row - 1, "column": at, "rows": 1, "columns": 1}
    assert found["selected"][1] == where


def test_tables_are_read_in_two_requests_and_in_pieces_where_that_is_too_much(found):
    # One more for the selection.
    assert found["check"]["syncs"] == 3
    requests, tables = found["in pieces"]
    assert requests > 5 and tables == len(TABLES)


def test_text_of_a_cell_is_never_markup(found):
    assert EVIL in found["check"]["said"]
    assert (found["check"]["markup"], found["check"]["pwned"]) == (0, None)


def test_preview_asks_for_the_month_and_shows_what_the_job_computes(found):
    text, focus, month = found["preview"]
    assert (focus, month) == ("answer", "2012-10") and "试算哪个月" in text
    result = close(
        webbook.Lower(sample_rows()),
        "2012-10",
        by="TradeDept",
        at=datetime.fromisoformat(NOW),
        dry_run=True,
    )
    assert found["previewed"] == [True, close_text(result, Words().beside)]


def test_a_month_is_closed_by_keys_as_the_command_closes_it(found):
    assert found["at the button"] == "writes" and "结哪个月的账" in found["which month"]
    tables = MemoryTables(sample_rows())
    month = parse_period("2012-10")
    close(tables, month, by="刘洋", at=datetime.fromisoformat(NOW))
    assert webbook.differing(found["closed"], tables) == []


def test_a_write_is_taken_back_from_the_browsers_record_after_the_pane_was_closed(found):
    assert "撤回“结账 Close month”写入的行" in found["take it back"]
    done, said, book = found["taken back"]
    assert done and "已撤回" in said
    assert webbook.differing(book, MemoryTables(sample_rows())) == []


def test_escape_calls_a_question_off(found):
    assert found["called off"] == [False, True]


def test_the_pane_fits_into_320_pixels(found):
    whole, visible = found["wide"]
    assert whole <= visible == 320


def test_the_trial_has_excel_compute_and_gives_one_file_without_the_workbooks_cells(found):
    told, name, _, sheets = found["trial"]
    assert [each for each in told["results"] if not each["same"]] == []
    assert len(told["results"]) == len(json.loads(trial_json())["asked"]) + 1
    assert (told["read"]["tables"], sheets) == (len(TABLES), len(TABLES))
    assert name == "tradedept-trial.json" and "fault" not in told
    assert told["start"]["from"] == "memory"
    assert not any(person["name"] in json.dumps(told) for person in sample_rows()["staff"])


def test_it_starts_and_computes_without_the_server(found):
    assert found["offline call"][0][0] not in ("", None)


def test_nobody_else_is_asked_for_anything(found):
    asked = [urlsplit(url if "//" in url else f"//{url}").hostname for url in found["outside"]]
    foreign = [host for host in asked if not host.endswith(OURS)]
    assert (foreign, found["foreign"]) == ([], [])
    office = [each for each in found["requests"] if not each.startswith("http://127.0.0.1")]
    assert set(office) == {"https://appsforoffice.microsoft.com/lib/1/hosted/office.js"}


def test_nothing_was_refused_by_the_security_policy_or_failed(found, measured):
    measured(f"In Chromium {ROWS} commissions in one call took {found['fast']:.2f} s.")
    assert found["console"] == []
