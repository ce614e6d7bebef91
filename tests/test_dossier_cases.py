"""Every line of cases/dossier_*.csv: one thing taken out of a whole dossier, and exactly what is
missing (C-2, E-3).
"""

import csv
import re
from pathlib import Path

import dossierkit as kit
import pytest

from xlpy.book.cells.values import parse
from xlpy.core.dossier.forms import STAGE_KEYS
from xlpy.core.dossier.status import form_states, status
from xlpy.core.tables import TABLES

CASES = Path(__file__).parent / "cases"
FILES = (
    *(
        "fields",
        "agreements",
        "latest",
        "dates",
        "gates",
        "approvals",
        "shipments",
        "letters",
        "revisions",
        "bought",
        "abroad",
        "per",
    ),
)


def lines(name):
    """The lines of a case file, each a pytest parameter whose id is its sentence."""
    with open(CASES / f"dossier_{name}.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


def in_cny(rows):
    """The same rows in CNY: without exchange rates, and costs and prices of parts of a tenth."""
    rows = {key: [_in_cny(row) for row in found] for key, found in rows.items()}
    for row in rows.get("costs", ()):
        row |= {
            "rate": None,
            "rate_on": None,
            "rate_source": None,
            "purchase": row["purchase"] * 10 // 63,
        }
        row |= {"freight": 100000, "insurance": 8000, "bank": 4000}
    for row in rows.get("purchase_lines", ()):
        row["price"] /= 10
    for row in rows.get("approvals", ()):
        row["seen"] = (
            row["seen"]
            .replace("38950.00", "3895.00")
            .replace("块 × 18.50", "块 × 1.85")
            .replace("个 × 65.00", "个 × 6.50")
        )
    return rows


def _in_cny(row):
    return {
        key: value.replace("USD", "CNY") if isinstance(value, str) else value
        for key, value in row.items()
    }


def start(kind):
    """The rows that a line begins with, and what is shared."""
    made = {"lc": kit.letter, "split": kit.split, "bought": kit.bought}.get(kind, kit.order)
    rows = {**kit.shared(), **made()}
    return in_cny(rows) if kind == "cny" else rows


def typed(table, column, text):
    text = kit.whole(text) if column == "seen" else text
    return parse(TABLES[table].column(column), text)


def change(rows, text):
    """Apply one change: `table[1].column=value`, `-table[1]`, `-table`, `+table column=value &
    column=value`.
    """
    if match := re.fullmatch(r"\+(\w+) (.*)", text, re.DOTALL):
        pairs = (pair.split("=", 1) for pair in match[2].split(" & "))
        new = {key.strip(): typed(match[1], key.strip(), value) for key, value in pairs}
        rows[match[1]] = [*rows.get(match[1], []), new]
    elif match := re.fullmatch(r"-(\w+)(?:\[(\d+)\])?", text):
        old = rows[match[1]]
        rows[match[1]] = (
            []
            if match[2] is None
            else [row for at, row in enumerate(old, 1) if at != int(match[2])]
        )
    else:
        table, at, column, value = re.fullmatch(
            r"(\w+)\[(\d+)\]\.(\w+)=(.*)", text, re.DOTALL
        ).groups()
        rows[table][int(at) - 1][column] = typed(table, column, value)


def changed(case):
    rows = start(case["order"])
    removals = []
    for text in filter(None, (part.strip() for part in case["changes"].split("; "))):
        # Rows are numbered as they were: removals come last, from behind.
        removals.append(text) if text.startswith("-") else change(rows, text)
    for text in sorted(
        removals, key=lambda text: int((re.findall(r"\[(\d+)\]", text) or ["0"])[0]), reverse=True
    ):
        change(rows, text)
    return rows


def records(rows):
    """The records of all rows, the rules of the package with those that a line adds."""
    made = kit.records({key: found for key, found in rows.items() if key != "policy"})
    extra = kit.records({"policy": rows.get("policy", [])})["policy"]
    return made | {"policy": [*made["policy"], *extra]}


def short(gap):
    return " ".join((gap.stage.replace(" ", "_"), gap.form, gap.kind, gap.item or "-", gap.rule))


@pytest.mark.parametrize("case", [line for name in FILES for line in lines(name)])
def test_exactly_this_lacks(case):
    files = kit.files_of(records(changed(case)))
    assert [issue.text for issue in files.issues if issue.key != "dossier.stray"] == []
    found = status(files.dossiers[0], files.requirements)
    expected = [text.strip() for text in case["expected"].split(";") if text.strip()]
    assert [short(gap) for gap in found.gaps] == expected
    blocking = [gap for gap in found.gaps if gap.must]
    first = min((STAGE_KEYS.index(gap.stage) for gap in blocking), default=len(STAGE_KEYS))
    assert found.reached == (STAGE_KEYS[first - 1] if first else None)


@pytest.mark.parametrize("case", [each for each in lines("latest") if "one date" not in each.id])
def test_the_order_of_the_rows_says_nothing(case):
    rows = changed(case)
    for table in ("quotations", "proformas", "inspections", "approvals", "costs"):
        rows[table] = rows[table][::-1]
    files = kit.files_of(records(rows))
    found = sorted(map(short, status(files.dossiers[0], files.requirements).gaps))
    assert found == sorted(text.strip() for text in case["expected"].split(";") if text.strip())


def kept(case):
    """The order with some of its tables, or rows of them, and the stage that it claims."""
    rows, whole = {}, kit.order()
    for name in case["tables"].split():
        table, at = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", name).groups()
        rows.setdefault(table, []).extend(
            whole[table] if at is None else [whole[table][int(at) - 1]]
        )
    return {"orders": [whole["orders"][0] | {"stage": case["claimed"]}], **rows}


@pytest.mark.parametrize("case", lines("stages"))
def test_stage(case):
    files = kit.files(kept(case))
    dossier = files.dossiers[0]
    found = status(dossier, files.requirements)
    states = "; ".join(
        f"{form} {state}"
        for form, state in form_states(dossier, files.requirements, found).items()
        if state
    )
    assert (case["reached"], case["next"], case["states"]) == (
        found.reached,
        found.next or "",
        states,
    )


@pytest.mark.parametrize("name", (*FILES, "stages"))
def test_a_case_file_is_plain_and_no_two_sentences_are_alike(name):
    data = (CASES / f"dossier_{name}.csv").read_bytes()
    rows = list(csv.reader(data.decode("utf-8").splitlines()))
    assert (data[:5], b"\r" in data) == (b"case,", False)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len({row[0] for row in rows}) == len(rows)
