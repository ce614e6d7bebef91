"""Departments made up by chance from a seed, as rows of CSV text, with the periods to close in
order.

They are made to be awkward: ties on purpose, refunds and months below zero, odd shares, people who
come, go or are on probation, months without a manager, one salesperson alone, changed rules and
choices.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import oracle

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv
from xlpy.jobs.import_ import import_rows

COLUMNS = {
    "staff": ("name", "role", "team", "hired", "left", "probation_until", "post_wage"),
    "staff_changes": ("name", "from", "role", "team", "post_wage"),
    "targets": ("month", "name", "amount"),
    "customers": ("customer", "country", "region", "grade", "owner", "channel"),
    "orders": (
        "order_no",
        "customer",
        "salesperson",
        "order_date",
        "currency",
        "amount",
        "incoterm",
        "payment_terms",
        "stage",
    ),
    "credits": ("order_no", "name", "share"),
    "receipts": ("receipt_no", "date", "order_no", "amount", "currency", "rate"),
    "attendance": ("month", "name", "late", "personal_leave", "other_leave"),
    "grades": ("month", "name", "teamwork", "execution"),
    "stars": ("month", "name"),
    "fines": ("date", "name", "code", "amount", "note"),
    "rewards": ("date", "name", "amount", "approved_by", "note"),
    "deductions": ("month", "name", "kind", "amount"),
    "welfare": ("date", "purpose", "amount", "approved_by"),
    "holidays": ("date", "kind"),
    "policy": ("key", "value", "unit", "from", "source", "note"),
    "tiers": ("scheme", "over", "rate", "from"),
    "shares": ("scheme", "kind", "share", "from"),
}
NAMES = (
    "王芳",
    "陈明",
    "赵磊",
    "孙丽",
    "李强",
    "周涛",
    "吴敏",
    "郑洁",
    "Anna Li",
    "冯军",
    "褚卫",
    "蒋欣",
)
CURRENCIES = {
    "CNY": "",
    "USD": "6.3325",
    "EUR": "7.87655",
    "GBP": "9.915",
    "JPY": "0.0772",
    "HKD": "0.8165",
}
ODD_SHARES = (
    ("50", "50"),
    ("60", "40"),
    ("12.5", "87.5"),
    ("33.33", "33.33", "33.34"),
    ("33.3", "33.3", "33.4"),
    ("99.99", "0.01"),
    ("25", "25", "25", "25"),
    ("100",),
)
CHOICES = {
    "receipts.negative": ("carry", "claw_back"),
    "rank.by": ("receipts", "attainment"),
    "rank.managers": ("no", "yes"),
    "split.scope": ("department", "team"),
    "vacant.to": ("year", "quarter", "welfare"),
    "quarter.no_others": ("year", "quarter"),
    "year.others": ("retained", "others"),
    "prize.managers": ("months", "equal"),
    "prize.leavers": ("paid", "retained"),
    "pay.part_items": ("whole", "working_days"),
    "wage.salesperson": ("1500", "1650.50"),
    "wage.probation": ("80", "75"),
    "wage.part_month": ("working_days", "calendar_days"),
    "sales_pay.full": ("300", "333.33"),
    "sales_pay.cap": ("100", "120", "none"),
    "attendance.half_late": ("3", "2"),
    "fine.untaken": ("shown", "carried"),
    "fine.E-1.7": ("50", "75"),
}
RULE_CHANGES = {
    "tiers": (
        ("personal", "200", "2"),
        ("personal", "0", "1.1"),
        ("personal", "150", ""),
        ("team", "100", "0.75"),
        ("team", "250", "1.05"),
    ),
    "shares": (
        (("month", "quarter", "12.5"), ("month", "year", "37.5")),
        (("month", "first", "11"), ("month", "third", "6")),
        (("quarter", "others", "30"), ("quarter", "first", "25")),
        (("year", "manager", "15"), ("year", "second", "20")),
    ),
}


@dataclass
class Department:
    """A made-up department: its rows by table, its months, and the periods to close in order."""

    seed: int
    rich: bool = False
    tables: dict[str, list[dict[str, str]]] = field(
        default_factory=lambda: {key: [] for key in COLUMNS}
    )
    months: list[str] = field(default_factory=list)

    @property
    def periods(self):
        """The months, each quarter behind its last month and each year behind its last quarter."""
        return periods_of(self.months)

    def add(self, table, *values):
        """Add a row by the values of the table's columns in order; the rest stay empty."""
        row = dict.fromkeys(COLUMNS[table], "")
        row.update(zip(COLUMNS[table], map(str, values), strict=False))
        self.tables[table].append(row)
        return row

    def csv(self, table):
        """The table's rows as CSV text with a header of column keys."""
        return csv_text(self.tables[table], COLUMNS[table])

    def employed(self, month, *roles):
        """Names of the people of some roles who are employed in a month."""
        people = oracle.people_on(self.tables, oracle.last_day(month))
        return [p["name"] for p in people if p["role"] in roles and oracle.employed_in(p, month)]

    def expected(self):
        """What the second reading expects of closing every period."""
        return oracle.expected(self.tables, self.periods)


def csv_text(rows, columns):
    """Rows as CSV text with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def periods_of(months):
    """The months, each quarter behind its last month and each year behind its last quarter."""
    periods = []
    for month in months:
        periods.append(month)
        if month[5:] in ("03", "06", "09", "12"):
            periods.append(f"{month[:4]}-Q{int(month[5:]) // 3}")
        if month[5:] == "12":
            periods.append(month[:4])
    return periods


def make(seed, months=None, rich=False):
    """The department of a seed: the same each time. `months`: how many, else 6 to 15.

    `rich`: several teams, managers for part of a period, people who leave, and many choices,
    always.
    """
    luck = Random(seed)
    made = Department(seed, rich)
    month = f"{luck.randint(2008, 2016)}-{luck.randint(1, 12):02d}"
    by_luck = luck.randint(6, 15)
    for _ in range(months or by_luck):
        made.months.append(month)
        month = oracle.next_month(month)
    _staff(made, luck)
    if not any(oracle.employed_in(person, made.months[0]) for person in made.tables["staff"]):
        # A workbook does not begin with a month of nobody.
        made.tables["staff"][0].update(hired="", probation_until="")
    _staff_changes(made, luck)
    _team_ends(made, luck)
    _calendar_and_rules(made, luck)
    _customers_and_orders(made, luck)
    for month in made.months:
        (_tied_receipts if luck.random() < 0.3 else _receipts)(made, luck, month)
    _targets(made, luck)
    _stars(made, luck)
    _monthly_rows(made, luck)
    _welfare(made, luck)
    return made


def _day(luck, month):
    return luck.choice(oracle.days_of(month)).isoformat()


def _later(text, days):
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def _staff(made, luck):
    """One to eight salespeople, no to two managers, perhaps others, some of whom come or go in
    between.
    """
    sellers = luck.choice((3, 4, 5, 6) if made.rich else (1, 1, 2, 3, 4, 5, 6, 8))
    roles = ["salesperson"] * sellers + ["manager"] * luck.choice(
        (1, 2, 2, 3) if made.rich else (0, 1, 1, 1, 2)
    )
    roles += luck.sample(["accountant", "assistant", "purchaser", "production"], luck.randint(0, 2))
    luck.shuffle(roles)
    several = (("一组", "二组"), ("一组", ""))
    teams = luck.choice(
        (*several, ("一组", "二组", "三组")) if made.rich else ((), (), (), *several)
    )
    names = luck.sample(NAMES, len(roles))
    for name, role in zip(names, roles, strict=True):
        hired, left, probation = "", "", ""
        if luck.random() < 0.4:
            hired = (
                _day(luck, luck.choice(made.months))
                if luck.random() < 0.6
                else f"{made.months[0]}-01"
            )
            if luck.random() < 0.7:
                probation = _later(hired, luck.choice((30, 60, 90)))
        if luck.random() < (0.45 if made.rich else 0.25):
            left = max(_day(luck, luck.choice(made.months)), hired)
        wage = luck.choice(("2800", "3333.33")) if role not in ("salesperson", "manager") else ""
        if luck.random() < 0.2:
            wage = luck.choice(("1777.77", "2600", "5000"))
        made.add(
            "staff", name, role, luck.choice(teams) if teams else "", hired, left, probation, wage
        )


def _staff_changes(made, luck):
    """Now and then a promotion, a move to another team, a raise, or several of them at once or one
    after another.
    """
    for person in made.tables["staff"]:
        while luck.random() < (0.35 if made.rich else 0.2):
            role = luck.choice(("", "", "salesperson", "manager", "accountant"))
            wage = (
                luck.choice(("2345.67", "4100"))
                if role == "accountant" or luck.random() < 0.5
                else ""
            )
            team = luck.choice(("", "", "一组", "三组"))
            made.add(
                "staff_changes",
                person["name"],
                _day(luck, luck.choice(made.months)),
                role,
                team,
                wage,
            )
            if [
                r["from"] for r in made.tables["staff_changes"] if r["name"] == person["name"]
            ].count(made.tables["staff_changes"][-1]["from"]) > 1:
                made.tables["staff_changes"].pop()


def _team_ends(made, luck):
    """Now and then everyone of a team goes on in another, old or new, most of them in the same, or
    leaves.
    """
    if luck.random() < (0.3 if made.rich else 0.65):
        return
    when = luck.choice(oracle.days_of(luck.choice(made.months)))
    people = [p for p in oracle.people_on(made.tables, when) if oracle.employed_on(p, when)]
    team = luck.choice([oracle.team_of(made.tables, p, when) for p in people] or [""])
    goes_to, leave = luck.choice(("一组", "四组", "四组")), luck.random() < 0.2
    for person in people:
        changed = {(row["name"], row["from"]) for row in made.tables["staff_changes"]}
        if (
            oracle.team_of(made.tables, person, when) != team
            or (person["name"], when.isoformat()) in changed
        ):
            continue
        if leave:
            next(row for row in made.tables["staff"] if row["name"] == person["name"])["left"] = (
                when.isoformat()
            )
        else:
            to = goes_to if luck.random() < 0.8 else "五组"
            made.add("staff_changes", person["name"], when.isoformat(), "", to)


def _calendar_and_rules(made, luck):
    for day in luck.sample(oracle.days_of(luck.choice(made.months)), luck.choice((0, 2, 5))):
        working = day.weekday() < 5
        made.add("holidays", day.isoformat(), "holiday" if working else "workday")
    for key in luck.sample(
        sorted(CHOICES), luck.choice((5, 8, 11) if made.rich else (0, 0, 2, 4, 7))
    ):
        begins = luck.choice(("1995-01-01", _day(luck, luck.choice(made.months))))
        made.add("policy", key, luck.choice(CHOICES[key]), "", begins, "B-3")
        again = _day(luck, made.months[-1])
        if luck.random() < 0.3 and again != begins:
            made.add("policy", key, luck.choice(CHOICES[key]), "", again, "B-3")
    if luck.random() < 0.25 and all(row["key"] != "split.scope" for row in made.tables["policy"]):
        made.add("policy", "split.scope", "team", "", "1995-01-01", "B-3")
    for scheme, over, rate in luck.sample(RULE_CHANGES["tiers"], luck.choice((0, 0, 1, 3))):
        made.add("tiers", scheme, over, rate, _day(luck, luck.choice(made.months)))
    for change in luck.sample(RULE_CHANGES["shares"], luck.choice((0, 0, 1))):
        begins = _day(luck, luck.choice(made.months))
        for scheme, kind, share in change:
            made.add("shares", scheme, kind, share, begins)


def _customers_and_orders(made, luck):
    """Orders of people who sell; a fifth of them collaborative, with odd shares."""
    sellers = [p["name"] for p in made.tables["staff"] if p["role"] == "salesperson"]
    managers = [p["name"] for p in made.tables["staff"] if p["role"] == "manager"]
    for number in range(luck.randint(3, 9)):
        owner = luck.choice(sellers)
        made.add("customers", f"Customer {number}", "Germany", "Europe", "A", owner, "website")
    for number in range(len(sellers) * luck.randint(2, 5)):
        owner = (
            luck.choice(managers)
            if managers and luck.random() < 0.07
            else sellers[number % len(sellers)]
        )
        currency = luck.choice(list(CURRENCIES))
        order_no, customer = f"SO-{number:03d}", luck.choice(made.tables["customers"])["customer"]
        amount = payable(Decimal(luck.randint(100000, 90000000)) / 100, currency)
        made.add(
            "orders",
            order_no,
            customer,
            owner,
            f"{made.months[0]}-01",
            currency,
            amount,
            "FOB",
            "T/T",
            "paid",
        )
        people = [
            owner,
            *luck.sample(
                [n for n in sellers + managers if n != owner], len(sellers + managers) - 1
            ),
        ]
        shares = luck.choice(ODD_SHARES)
        if luck.random() < 0.2 and len(shares) <= len(people):
            luck.shuffle(people)
            for name, share in zip(people, shares, strict=False):
                made.add("credits", order_no, name, share)


def _receipts(made, luck, month):
    """Receipts in several currencies, some refunded, sometimes a refund that outweighs the month,
    or nothing.
    """
    for _ in range(luck.choice((0, 3, 6, 9, 12))):
        order = luck.choice(made.tables["orders"])
        fen = luck.choice(
            (luck.randint(1, 999), luck.randint(100000, 9999999), luck.randint(1000000, 30000000))
        )
        _receipt(made, luck, month, order, Decimal(fen) / 100)
    if luck.random() < 0.25 and made.tables["receipts"]:
        earlier = luck.choice(made.tables["receipts"])
        refund = made.add("receipts", f"R-{len(made.tables['receipts']):05d}", _day(luck, month))
        for key in ("order_no", "currency", "rate"):
            refund[key] = earlier[key]
        refund["amount"] = str(-Decimal(earlier["amount"]))
    if luck.random() < 0.15:
        _receipt(
            made,
            luck,
            month,
            luck.choice(made.tables["orders"]),
            Decimal(-luck.randint(1, 9999999)) / 100,
        )


def _tied_receipts(made, luck, month):
    """One receipt per salesperson out of few round amounts, so that people tie."""
    shared = {row["order_no"] for row in made.tables["credits"]}
    amounts = luck.choice((("10000",), ("10000", "20000"), ("10000", "20000", "0.01")))
    owners = set()
    for order in made.tables["orders"]:
        if order["order_no"] not in shared and order["salesperson"] not in owners:
            owners.add(order["salesperson"])
            _receipt(made, luck, month, order, Decimal(luck.choice(amounts)), "CNY")


def payable(amount, currency):
    """An amount with no more decimals than its currency: yen are whole, and never nothing."""
    return amount if currency != "JPY" else (Decimal(int(amount)) or Decimal(1).copy_sign(amount))


def _receipt(made, luck, month, order, amount, currency=None):
    currency = currency or order["currency"]
    amount = payable(amount, currency)
    number = f"R-{len(made.tables['receipts']):05d}"
    made.add(
        "receipts",
        number,
        _day(luck, month),
        order["order_no"],
        amount,
        currency,
        CURRENCIES[currency],
    )


def _targets(made, luck):
    """A target for every employed salesperson and everyone with net receipts above zero, mostly
    for those of refunds alone; now and then one for a team, and one for somebody who has left or
    is not there yet.
    """
    people = [p["name"] for p in made.tables["staff"]]
    size = luck.choice(("100000", "30000", "33333.33", "1000"))
    teams = {row["team"] or oracle.DEFAULTS["team.name"] for row in made.tables["staff"]}
    teams |= {row["team"] for row in made.tables["staff_changes"] if row["team"]}
    for month in made.months:
        sums = oracle.credited(made.tables, month)
        needed = {name for name, net in sums.items() if net > 0} | set(
            made.employed(month, "salesperson")
        )
        needed |= {name for name in people if name in sums and luck.random() < 0.6}
        needed |= {name for name in people if luck.random() < 0.05}
        for name in people:
            if name in needed:
                made.add(
                    "targets", month, name, size if luck.random() < 0.7 else luck.randint(1, 200000)
                )
        for team in sorted(teams):
            if luck.random() < 0.1:
                made.add("targets", month, team, luck.choice(("250000", "99999.99")))


def _stars(made, luck):
    for month in made.months:
        sellers = made.employed(month, "salesperson") or [made.tables["staff"][0]["name"]]
        if oracle.has_collaboration(made.tables, month):
            first = luck.choice(sellers)
            made.add("stars", month, first)
            for name in _stars_of_other_teams(made, luck, month, first, sellers):
                made.add("stars", month, name)


def _stars_of_other_teams(made, luck, month, first, sellers):
    """Where each team's commission is split by itself, mostly a star of each other team as well."""
    when = oracle.last_day(month)
    teams = {
        p["name"]: oracle.team_of(made.tables, p, when) for p in oracle.people_on(made.tables, when)
    }
    named = {teams[first]: first}
    if oracle.policy(made.tables, "split.scope", when) == "team":
        for name in luck.sample(sellers, len(sellers)):
            if luck.random() < 0.7:
                named.setdefault(teams[name], name)
    return [name for name in named.values() if name != first]


def _monthly_rows(made, luck):
    """Attendance and grades of every salesperson; fines, rewards and deductions of anyone
    employed.
    """
    for month in made.months:
        for name in made.employed(month, "salesperson"):
            late, leave = (
                luck.choice((0, 0, 0, 1, 3, 4, "")),
                luck.choice((0, 0, 0, 0.5, 1, 1.5, "")),
            )
            made.add("attendance", month, name, late, leave, luck.choice((0, 0, 2.5)))
            made.add("grades", month, name, *luck.choices(("full", "half", "none"), (3, 1, 1), k=2))
        for person in made.tables["staff"]:
            if oracle.employed_in(person, month):
                _fine_reward_deduct(made, luck, month, person["name"])


def _fine_reward_deduct(made, luck, month, name):
    while luck.random() < 0.12:
        code, amount = luck.choice(
            (("E-1.6", ""), ("E-1.7", ""), ("E-4.1", ""), ("B-4.2", "88.88"), ("E-1.7", "20"))
        )
        made.add("fines", _day(luck, month), name, code, amount)
    if luck.random() < 0.05:
        made.add(
            "rewards", _day(luck, month), name, luck.choice(("100", "3000", "250.50")), "总经理"
        )
    while luck.random() < 0.2:
        made.add(
            "deductions",
            month,
            name,
            luck.choice(("社保", "个税", "借支")),
            luck.choice(("210.35", "99", "0.01")),
        )


def _welfare(made, luck):
    """Spending that leaves the fund at or above zero in every month, sometimes at exactly zero."""
    closing = {}
    for month in made.months:
        if luck.random() < 0.3:
            if not closing:
                rows = [row for row in made.expected()["pools"] if row["pool"] == "welfare"]
                closing = {row["month"]: oracle.fen(row["closing"]) for row in rows}
            most = min(fen for later, fen in closing.items() if later >= month)
            if most > 0:
                spent = luck.choice((most, luck.randint(1, most)))
                made.add("welfare", _day(luck, month), "团队训练", oracle.money(spent), "总经理")
                # What is spent is gone from every later month, and from nothing else.
                closing = {later: fen - spent * (later >= month) for later, fen in closing.items()}


def comparable(rows):
    """Exported rows as the second reading writes them: an empty cell is None."""
    return [{key: value or None for key, value in row.items()} for row in rows]


def memory_book(department):
    """The department's rows imported into tables in memory that begin with the default rules, as a
    new book does.
    """
    tables = MemoryTables(default_rows())
    for table, rows in department.tables.items():
        if rows:
            import_rows(tables, table, department.csv(table).encode())
    return tables


def closed_by_product(department, tables=None):
    """The result tables after the product has closed every period of the department, rows as
    text.
    """
    tables = tables or memory_book(department)
    for number, period in enumerate(department.periods):
        close(tables, period, by="会计", at=datetime(2020, 1, 1) + timedelta(minutes=number))
    return exported(tables)


def exported(tables):
    """The result tables as the second reading writes them."""
    return {
        table: comparable(csv.DictReader(io.StringIO(export_csv(tables, table))))
        for table in oracle.RESULTS
    }
