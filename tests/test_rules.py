"""Every line of cases/ is one test, its id the sentence; the product answers, and so does the
second reading.
"""

import csv
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import oracle
import pytest

from xlpy.book.defaults import default_rows
from xlpy.book.load import load
from xlpy.book.tables import MemoryTables
from xlpy.core import money
from xlpy.core.books import MINUS, PLUS, Books, MonthBooks, compute, pay_of
from xlpy.core.commission import claws_back, commission_and_carry
from xlpy.core.credit import cny, shared
from xlpy.core.periods import Calendar, parse_period
from xlpy.core.pools import bookings, ledgers
from xlpy.core.prizes import period_entitled
from xlpy.core.ranks import POOLS, RANKS, pay_out
from xlpy.core.split import month_entitled
from xlpy.core.tables import TABLES
from xlpy.core.tables.results import Commission, Prize, Split
from xlpy.core.tables.trade import Credit
from xlpy.core.targets import break_down
from xlpy.jobs.department import department_of

CASES = Path(__file__).parent / "cases"
MINE = (
    "commission",
    "credit",
    "split",
    "prizes",
    "teams",
    "pay",
    "staff_changes",
    "pools",
    "targets",
)


def lines(name):
    """The lines of a case file, each a pytest parameter whose id is its sentence."""
    with open(CASES / f"{name}.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(file)]


# --- Reading a line's small notations -------------------------------------------------------------


def parts(text):
    """`王芳 60; 陈明 40` -> [("王芳", "60"), ("陈明", "40")]; words apart by spaces, items by
    semicolons.
    """
    return [tuple(item.split()) for item in text.split(";") if item.strip()]


def policy_rows(case):
    return [
        {"key": key, "value": value, "from": "1991-01-01"} for key, value in parts(case["policy"])
    ]


def change_rows(case):
    """`2012-07-01 role manager post_wage 5000; ...` -> rows of the staff changes."""
    return [
        {"name": "王芳", "from": begins, **dict(zip(said[::2], said[1::2], strict=True))}
        for begins, *said in parts(case["changes"])
    ]


def rate_rows(case, column, middle, value):
    """`personal 200 2 2012-07-01` -> a row of tiers or shares; `-` is a blank value."""
    keys = ("scheme", middle, value, "from")
    rows = [dict(zip(keys, words, strict=True)) for words in parts(case[column])]
    return [row | {value: row[value].replace("-", "")} for row in rows]


def department(case, period):
    """The small department of a line of split.csv or prizes.csv, as rows of tables."""
    chiefs = [said(words) for words in parts(case["managers"])]
    managers, left = [row["name"] for row in chiefs], dict(parts(case.get("left") or ""))
    sellers = [name for name, _ in parts(case["receipts"]) if name not in managers]
    month = oracle.months_of(period)[-1]
    collaborative = case.get("collaborative") == "yes"
    return {
        "staff": [{"role": "manager", **row} for row in chiefs]
        + [{"name": n, "role": "salesperson", "left": left.get(n, "")} for n in sellers],
        "policy": policy_rows(case),
        "shares": rate_rows(case, "shares", "kind", "share") if "shares" in case else [],
        "stars": [{"month": month, "name": case["star"]}] if case.get("star") else [],
        "receipts": [{"date": f"{month}-05", "order_no": "S-1", "amount": "1"}]
        if collaborative
        else [],
        "orders": [{"order_no": "S-1", "salesperson": "王芳"}],
        "credits": [{"order_no": "S-1", "name": n, "share": "50"} for n in ("王芳", "陈明")],
    }


def said(words):
    """`周涛 left 2012-07-13` -> a row of the staff table."""
    return {"name": words[0], **dict(zip(words[1::2], words[2::2], strict=True))}


def team_tables(case):
    """The department of a line of teams.csv, over its months, as rows of tables."""
    orders = {words[1] for words in parts(case["receipts"])}
    shared = parts(case["credits"])
    return {
        "staff": [{"role": "salesperson", **said(words)} for words in parts(case["staff"])],
        "staff_changes": [
            {"name": words[1], "from": words[0], "team": words[2]} for words in parts(case["moves"])
        ],
        "targets": [
            {"month": month, "name": name, "amount": amount}
            for month, name, amount in parts(case["targets"])
        ],
        "orders": [
            {"order_no": name, "customer": "C", "salesperson": name.split("+")[0]}
            for name in sorted(orders)
        ],
        "credits": [
            {"order_no": order, "name": name, "share": share} for order, name, share in shared
        ],
        "receipts": [
            {
                "receipt_no": f"R-{n}",
                "date": f"{month}-05",
                "order_no": order,
                "amount": amount,
                "currency": "CNY",
            }
            for n, (month, order, amount) in enumerate(parts(case["receipts"]))
        ],
        "stars": [
            {"month": months_told(case)[-1], "name": name} for (name,) in parts(case["stars"])
        ],
        "policy": policy_rows(case),
        "attendance": [],
        "grades": [],
    }


def months_told(case):
    """The months of a line's receipts, without gaps."""
    told = sorted({words[0] for words in parts(case["receipts"])})
    months = [told[0]]
    while months[-1] < told[-1]:
        months.append(oracle.next_month(months[-1]))
    return months


def team_row(row, month):
    """`一组 receipts -1000.00 …`: what a line of teams.csv states of a team's last month."""
    keys = ("receipts", "carried_in", "target", "commission", "carried_out")
    return (
        " ".join([row["team"], *(row[key] or "-" for key in keys)])
        if row["month"] == month
        else None
    )


def shown(rows, kind):
    """The rows of a kind as a line states them: `王芳 90.00; 陈明 90.00`."""
    return "; ".join(f"{row['name']} {row['amount']}" for row in rows if row["kind"] == kind)


def staff_tables(case):
    """王芳 of a line of staff_changes.csv, as rows of tables."""
    person = {"name": "王芳", "role": "salesperson", "team": "一组", "post_wage": "1800"}
    return {"staff": [person], "staff_changes": change_rows(case)}


# --- The second reading ---------------------------------------------------------------------------


def target_of(case):
    """The target of a line in fen; None where it states none."""
    return oracle.fen(case["target"]) if case["target"] else None


def read_today(case):
    """Whether a line of commission.csv is of today's rules; `edition` 1 are those of earlier
    programs.
    """
    return not case["edition"]


def oracle_commission(case):
    when = oracle.last_day(case["month"])
    table = oracle.tiers({"tiers": rate_rows(case, "tiers", "over", "rate")}, case["scheme"], when)
    base = oracle.fen(case["receipts"]) + oracle.fen(case["carried_in"])
    # Claw-back is for persons only.
    negative = case["negative"] if case["scheme"] == "personal" else "carry"
    paid, carried = oracle.commission_and_carry(base, target_of(case), table, negative)
    return {"commission": oracle.money(paid), "carried_out": oracle.money(carried)}


def oracle_credit(case):
    cny = oracle.cny(case)
    people = parts(case["credits"])
    each = oracle.exact_split(cny, [Fraction(share) for _, share in people])
    credited = "; ".join(
        f"{name} {oracle.money(part)}" for (name, _), part in zip(people, each, strict=True)
    )
    return {"cny": oracle.money(cny), "credited": credited}


def oracle_split(case):
    tables, targets = department(case, case["month"]), dict(parts(case["targets"]))
    personal = [
        {"name": n, "receipts": r, "target": targets.get(n)} for n, r in parts(case["receipts"])
    ]
    rows = oracle.month_rows(tables, case["month"], personal)
    rows = oracle.split_rows("month", case["month"], oracle.fen(case["amount"]), rows)
    found = {kind: shown(rows, kind) for kind in ("manager", *oracle.RANKS)}
    return (
        found
        | {"star_row": shown(rows, "star")}
        | {p: shown(rows, p).split()[-1] for p in oracle.POOLS}
    )


def oracle_prizes(case):
    tables, period = department(case, case["period"]), case["period"]
    month = oracle.months_of(period)[-1]
    books = {
        "commissions": [
            {"month": month, "name": n, "receipts": r} for n, r in parts(case["receipts"])
        ]
    }
    rows = oracle.prize_rows(tables, books, period)
    rows = oracle.split_rows("period", period, oracle.fen(case["pool"]), rows)
    return {kind: shown(rows, kind) for kind in ("manager", *oracle.RANKS, "others", "retained")}


def oracle_pay(case):
    person = {"name": "王芳", "role": case["role"], "post_wage": case["own_wage"]}
    person |= {key: case[key] for key in ("hired", "left", "probation_until")}
    month = case["month"]
    mine = {"month": month, "name": "王芳"}
    tables = {
        "policy": policy_rows(case),
        "holidays": [{"date": date, "kind": kind} for date, kind in parts(case["holidays"])],
        "attendance": [mine | {key: case[key] for key in ("late", "personal_leave")}],
        "grades": [mine | {key: case[key] for key in ("teamwork", "execution")}],
        "fines": [
            mine | {"date": f"{month}-09", "code": words[0], "amount": "".join(words[1:])}
            for words in parts(case["fines"])
        ],
    }
    personal = [mine | {"receipts": case["receipts"], "target": case["target"], "commission": "0"}]
    return oracle.pay_row(tables, {"prizes": [], "payroll": []}, person, month, personal, [])


def oracle_pools(case):
    month = case["month"]
    before = (oracle.first_day(month) - oracle.timedelta(days=1)).isoformat()[:7]
    opening = zip(oracle.POOLS, case["opening"].split(), strict=True)
    books = {
        "pools": [{"month": before, "pool": pool, "closing": text} for pool, text in opening],
        "prizes": [
            dict(zip(("period", "kind", "name", "amount"), words, strict=True))
            for words in parts(case["prizes"])
        ],
    }
    split = [{"kind": w[0], "name": w[-2], "amount": w[-1]} for w in parts(case["split"])]
    tables = {
        "welfare": [
            {"date": f"{month}-10", "amount": amount} for (amount,) in parts(case["welfare"])
        ]
    }
    rows = oracle.pool_rows(tables, books, month, split)
    return {key: " ".join(row[key] for row in rows) for key in ("paid_in", "paid_out", "closing")}


def agree(case, answer):
    """The line's expected columns, as the answer states them."""
    expected = {key: case[key] for key in answer if key in case}
    assert expected, "the line states no figure"
    assert expected == {key: value for key, value in answer.items() if key in case}


@pytest.mark.parametrize(
    "case", [line for line in lines("commission") if read_today(line.values[0])]
)
def test_second_reading_of_commission(case):
    agree(case, oracle_commission(case))


@pytest.mark.parametrize("case", lines("credit"))
def test_second_reading_of_credit(case):
    agree(case, oracle_credit(case))


@pytest.mark.parametrize("case", lines("split"))
def test_second_reading_of_split(case):
    agree(case, oracle_split(case))


@pytest.mark.parametrize("case", lines("prizes"))
def test_second_reading_of_prizes(case):
    agree(case, oracle_prizes(case))


def oracle_teams(case):
    tables, months = team_tables(case), months_told(case)
    books = {key: [] for key in oracle.RESULTS}
    for month in months:
        personal = oracle.personal_commissions(tables, books, month)
        teams = oracle.team_commissions(tables, books, month, personal)
        books["commissions"] += personal
        books["team_commissions"] += teams
    rows = oracle.month_split(tables, months[-1], personal, teams)
    return {
        "teams": "; ".join(filter(None, (team_row(row, months[-1]) for row in teams))),
        "split": paid_to(rows),
    }


def paid_to(rows):
    """The rows of a split that are not nothing, `一组 first 王芳 10.00`; a split of the department
    has no team.
    """
    told = [
        [row.get("team"), row["kind"], row["name"], row["amount"]]
        for row in rows
        if row["amount"] != "0.00"
    ]
    return "; ".join(" ".join(filter(None, words)) for words in told)


@pytest.mark.parametrize("case", lines("teams"))
def test_second_reading_of_teams(case):
    agree(case, oracle_teams(case))


@pytest.mark.parametrize("case", lines("pay"))
def test_second_reading_of_pay(case):
    agree(case, oracle_pay(case))


@pytest.mark.parametrize("case", lines("staff_changes"))
def test_second_reading_of_staff_changes(case):
    person = oracle.people_on(staff_tables(case), oracle.last_day(case["period"]))[0]
    agree(
        case,
        {key: person[key] for key in ("role", "team")}
        | {"post_wage": oracle.money(oracle.fen(person["post_wage"]))},
    )


@pytest.mark.parametrize("case", lines("pools"))
def test_second_reading_of_pools(case):
    agree(case, oracle_pools(case))


# --- The product ----------------------------------------------------------------------------------


def product(tables):
    """The rows of a case as the product's department, on top of the default rules."""
    rules = default_rows()
    rows = {
        key: rules.get(key, [])
        + [{**dict.fromkeys(TABLES[key].column_keys), **_cells(row)} for row in found]
        for key, found in {**{key: [] for key in rules}, **tables}.items()
    }
    return department_of({key: load(raw)[0] for key, raw in MemoryTables(rows).read(rows).items()})


def _cells(row):
    return {key: value or None for key, value in row.items()}


def product_commission(case):
    choices = [("receipts.negative", case["negative"]), ("rules.edition", case["edition"] or "2")]
    policy = [{"key": key, "value": value, "from": "1991-01-01"} for key, value in choices]
    department = product({"tiers": rate_rows(case, "tiers", "over", "rate"), "policy": policy})
    rules, target = department.on(parse_period(case["month"])), target_of(case)
    base = oracle.fen(case["receipts"]) + oracle.fen(case["carried_in"])
    back = claws_back(rules, case["scheme"], bool(target))
    paid, carried = commission_and_carry(base, target, rules.steps[case["scheme"]], back)
    return {"commission": money.show(paid), "carried_out": money.show(carried)}


def product_credit(case):
    fen = cny(Decimal(case["amount"]), Decimal(case["rate"]) if case["rate"] else None)
    credits = [Credit("S-1", name, Decimal(share)) for name, share in parts(case["credits"])]
    credited = "; ".join(f"{name} {money.show(part)}" for name, part in shared(fen, credits))
    return {"cny": money.show(fen), "credited": credited}


def told(paid, kind):
    """The paid shares of a kind as a line states them."""
    return "; ".join(f"{row.name} {money.show(row.amount)}" for row in paid if row.kind == kind)


def product_split(case):
    month, targets = parse_period(case["month"]), dict(parts(case["targets"]))
    tables = department(case, case["month"])
    tables["receipts"] = [
        {"receipt_no": "R", "currency": "CNY", **row} for row in tables["receipts"]
    ]
    tables["orders"] = [{"customer": "C", **row} for row in tables["orders"]]
    commissions = [
        Commission(
            month,
            name,
            oracle.fen(receipts),
            0,
            0,
            oracle.fen(targets.get(name, "")) or None,
            None,
            0,
            0,
        )
        for name, receipts in parts(case["receipts"])
    ]
    paid = pay_out(oracle.fen(case["amount"]), month_entitled(product(tables), month, commissions))
    found = {kind: told(paid, kind) for kind in ("manager", *RANKS)} | {
        "star_row": told(paid, "star")
    }
    return found | {pool: told(paid, pool).split()[-1] for pool in POOLS}


def product_prizes(case):
    period, receipts = parse_period(case["period"]), dict(parts(case["receipts"]))
    figures = {name: oracle.fen(amount) for name, amount in receipts.items()}
    made = product(department(case, case["period"]) | {"receipts": [], "orders": [], "credits": []})
    paid = pay_out(oracle.fen(case["pool"]), period_entitled(made, period, figures))
    return {kind: told(paid, kind) for kind in ("manager", *RANKS, "others", "retained")}


def product_teams(case):
    months = [parse_period(month) for month in months_told(case)]
    books = compute(product(team_tables(case)), months)
    rows = [
        {
            "month": str(row.month),
            "team": row.name,
            "target": None if row.target is None else money.show(row.target),
            **{
                key: money.show(getattr(row, key))
                for key in ("receipts", "carried_in", "commission", "carried_out")
            },
        }
        for row in books.month(months[-1]).teams
    ]
    splits = [
        {"team": row.team, "kind": row.kind, "name": row.name, "amount": money.show(row.amount)}
        for row in books.month(months[-1]).splits
    ]
    return {
        "teams": "; ".join(team_row(row, str(months[-1])) for row in rows),
        "split": paid_to(splits),
    }


@pytest.mark.parametrize("case", lines("teams"))
def test_teams(case):
    agree(case, product_teams(case))


def product_pay(case):
    month = case["month"]
    mine = {"month": month, "name": "王芳"}
    person = {"name": "王芳", "role": case["role"], "post_wage": case["own_wage"]}
    person |= {key: case[key] for key in ("hired", "left", "probation_until")}
    made = product(
        {
            "staff": [person],
            "policy": policy_rows(case),
            "holidays": [{"date": date, "kind": kind} for date, kind in parts(case["holidays"])],
            "attendance": [mine | {key: case[key] for key in ("late", "personal_leave")}],
            "grades": [mine | {key: case[key] for key in ("teamwork", "execution")}]
            if case["teamwork"]
            else [],
            "fines": [
                {
                    "name": "王芳",
                    "date": f"{month}-09",
                    "code": words[0],
                    "amount": "".join(words[1:]),
                }
                for words in parts(case["fines"])
            ],
        }
    )
    own = Commission(
        parse_period(month),
        "王芳",
        oracle.fen(case["receipts"]),
        0,
        0,
        oracle.fen(case["target"]) or None,
        None,
        0,
        0,
    )
    pay = pay_of(made, Books(), parse_period(month), MonthBooks(commissions=[own]), "王芳")
    return {
        item: money.show(getattr(pay, item)) for item in (*PLUS, *MINUS, "fines_untaken", "total")
    }


def product_pools(case):
    month = parse_period(case["month"])
    opening = dict(zip(POOLS, map(oracle.fen, case["opening"].split()), strict=True))
    splits = [
        Split(month, w[0], w[-2], Decimal(0), oracle.fen(w[-1])) for w in parts(case["split"])
    ]
    splits = [
        Split(month, row.kind, row.name if row.name in POOLS else row.kind, row.share, row.amount)
        for row in splits
    ]
    prizes = [
        Prize(parse_period(w[0]), w[1], w[2], Decimal(0), oracle.fen(w[3]))
        for w in parts(case["prizes"])
    ]
    spent = sum(oracle.fen(amount) for (amount,) in parts(case["welfare"]))
    rows = ledgers(month, opening, bookings(splits, prizes, spent))
    return {
        key: " ".join(money.show(getattr(row, key)) for row in rows)
        for key in ("paid_in", "paid_out", "closing")
    }


def product_targets(case):
    calendar = Calendar((date.fromisoformat(day), kind) for day, kind in parts(case["holidays"]))
    found = break_down(oracle.fen(case["amount"]), parse_period(case["year"]), case["by"], calendar)
    assert sum(fen for _, fen in found) == oracle.fen(case["amount"])
    named = dict(found)
    told_figures = [f"{period} {money.show(named[period])}" for period, _ in parts(case["figures"])]
    return {"periods": str(len(found)), "figures": "; ".join(told_figures)}


@pytest.mark.parametrize("case", lines("commission"))
def test_commission(case):
    agree(case, product_commission(case))


@pytest.mark.parametrize("case", lines("credit"))
def test_credit(case):
    agree(case, product_credit(case))


@pytest.mark.parametrize("case", lines("split"))
def test_split(case):
    agree(case, product_split(case))


@pytest.mark.parametrize("case", lines("prizes"))
def test_prizes(case):
    agree(case, product_prizes(case))


@pytest.mark.parametrize("case", lines("staff_changes"))
def test_staff_changes(case):
    person = product(staff_tables(case)).person("王芳", parse_period(case["period"]))
    agree(
        case, {"role": person.role, "team": person.team, "post_wage": money.show(person.post_wage)}
    )


@pytest.mark.parametrize("case", lines("pay"))
def test_pay(case):
    agree(case, product_pay(case))


@pytest.mark.parametrize("case", lines("pools"))
def test_pools(case):
    agree(case, product_pools(case))


@pytest.mark.parametrize("case", lines("targets"))
def test_targets(case):
    agree(case, product_targets(case))


# --- The files themselves -------------------------------------------------------------------------


@pytest.mark.parametrize("name", MINE)
def test_a_case_file_is_plain_utf8_with_commas_and_iso_dates(name):
    """A spreadsheet program that saved with a mark, semicolons or local dates has spoilt the
    file.
    """
    data = (CASES / f"{name}.csv").read_bytes()
    text = data.decode("utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert (text[:5], "\r" in text, "\ufeff" in text) == ("case,", False, False)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert (
        re.findall(
            r"\b\d{1,4}/\d{1,2}(?:/\d{1,4})?\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b",
            text.replace(" / ", " "),
        )
        == []
    )
    sentences = [row[0] for row in rows]
    assert len(set(sentences)) == len(sentences)
    assert all(row[1] and row[-1] for row in rows)
