"""A second, independent reading of RULES sections 1 to 5: plain and slow, to compare the product
with.

It shares no code with the product. Tables are lists of rows as a CSV holds them (column key ->
text, "" where empty); `expected` closes periods in order and gives the rows of commissions,
team_commissions, splits, prizes, pools and payroll, money as text with two decimals. Inside, money
is whole fen and every share, rate and ratio is a Fraction. One function per paragraph of the
rules, with the rule's id.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

RESULTS = ("commissions", "team_commissions", "splits", "prizes", "pools", "payroll")
POOLS = ("welfare", "quarter", "year")
RANKS = ("first", "second", "third")

# The choices of RULES; a department changes one with a dated row of the policy table.
DEFAULTS = {
    "team.name": "外贸部",
    "receipts.negative": "carry",
    "rank.by": "receipts",
    "rank.managers": "no",
    "split.scope": "department",
    "vacant.to": "year",
    "quarter.no_others": "year",
    "year.others": "retained",
    "prize.managers": "months",
    "prize.leavers": "paid",
    "wage.salesperson": "1500",
    "wage.manager": "4000",
    "wage.probation": "80",
    "wage.part_month": "working_days",
    "pay.part_items": "whole",
    "sales_pay.full": "300",
    "sales_pay.cap": "100",
    "attendance.full": "100",
    "attendance.half": "50",
    "attendance.half_late": "3",
    "attendance.half_leave": "1",
    "teamwork.full": "200",
    "execution.full": "100",
    "grade.half": "50",
    "fine.untaken": "shown",
    "fine.E-1.6": "300",
    "fine.E-1.7": "50",
    "fine.E-4.1": "1000",
    "fine.E-5.1": "1000",
}
TIERS = {
    "personal": {0: "1", 100: "1.25", 150: "1.5"},
    "team": {0: "0.5", 100: "0.7", 150: "0.9"},
}
SHARES = {
    "month": {
        "manager": 10,
        "first": 10,
        "second": 8,
        "third": 7,
        "star": 5,
        "welfare": 10,
        "quarter": 20,
        "year": 30,
    },
    "quarter": {"manager": 20, "first": 20, "second": 15, "third": 10, "others": 35},
    "year": {"manager": 20, "first": 20, "second": 15, "third": 10, "others": 35},
}


# --- Money (RULES, head) --------------------------------------------------------------------------


def half_up(value):
    """The nearest whole number; a half goes away from zero, so that a negative rounds as its
    opposite does.
    """
    if value < 0:
        return -half_up(-value)
    whole = value.numerator // value.denominator
    return whole + 1 if value - whole >= Fraction(1, 2) else whole


def exact_split(amount, weights):
    """Parts of an amount by weights: floored, then a fen each to the largest remainders, the
    earlier row first.
    """
    if amount < 0:
        return [-part for part in exact_split(-amount, weights)]
    total = Fraction(sum(weights))
    ideal = [amount * weight / total for weight in weights]
    parts = [value.numerator // value.denominator for value in ideal]
    while sum(parts) < amount:
        remainders = [value - part for value, part in zip(ideal, parts, strict=True)]
        parts[remainders.index(max(remainders))] += 1
    return parts


@cache
def fen(text):
    """Whole fen of a text in yuan; an empty one is 0."""
    value = Fraction(text or "0") * 100
    assert value.denominator == 1, text
    return value.numerator


def money(value):
    """Fen as text in yuan with two decimals."""
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


def number(value, places=6):
    """A ratio or percentage as text, rounded half-up to six decimals, without trailing zeros."""
    scaled = half_up(Fraction(value) * 10**places)
    text = (
        f"{'-' if scaled < 0 else ''}{abs(scaled) // 10**places}"
        f".{abs(scaled) % 10**places:0{places}d}"
    )
    return text.rstrip("0").rstrip(".")


# --- Days and dated rows (RULES, issue: the row in force on the month's last day counts) ----------


@cache
def day(text, otherwise=None):
    """The date of an ISO text."""
    return date.fromisoformat(text) if text else otherwise


def next_month(month):
    """The month after: 2012-12 -> 2013-01."""
    year, number_ = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number_ == 12 else f"{year}-{number_ + 1:02d}"


def months_of(period):
    """The months of a month, quarter or year."""
    if "Q" in period:
        last = 3 * int(period[-1])
        return [f"{period[:4]}-{n:02d}" for n in range(last - 2, last + 1)]
    return [f"{period}-{n:02d}" for n in range(1, 13)] if len(period) == 4 else [period]


@cache
def first_day(period):
    return day(months_of(period)[0] + "-01")


@cache
def last_day(period):
    return day(next_month(months_of(period)[-1]) + "-01") - timedelta(days=1)


def days_of(month):
    """Every date of a month."""
    count = (last_day(month) - first_day(month)).days + 1
    return [first_day(month) + timedelta(days=n) for n in range(count)]


def is_working(tables, when):
    """D-4.3: Monday to Friday, less holidays, plus workdays of the table."""
    for row in tables.get("holidays", []):
        if row["date"] == when.isoformat():
            return row["kind"] == "workday"
    return when.weekday() < 5


def in_force(rows, when):
    """Of dated rows of one parameter: the one in force on a day."""
    return max((r for r in rows if day(r["from"]) <= when), key=lambda r: r["from"], default=None)


def policy(tables, key, when):
    """A parameter's value on a day; None where it has none."""
    row = in_force([r for r in tables.get("policy", []) if r["key"] == key], when)
    return row["value"] or None if row else DEFAULTS.get(key)


def tiers(tables, scheme, when):
    """B-3.B.1, B-3.B.2: over (percent of target) -> rate (percent); a blank rate ends a tier."""
    table = {Fraction(over): rate for over, rate in TIERS[scheme].items()}
    rows = [r for r in tables.get("tiers", []) if r["scheme"] == scheme]
    for over in {Fraction(r["over"]) for r in rows}:
        row = in_force([r for r in rows if Fraction(r["over"]) == over], when)
        if row:
            table[over] = row["rate"]
    return {over: Fraction(rate) for over, rate in sorted(table.items()) if rate}


def shares(tables, scheme, when):
    """B-3.B.2.c, B-3.C: kind -> percent."""
    table = dict(SHARES[scheme])
    rows = [r for r in tables.get("shares", []) if r["scheme"] == scheme]
    for kind in {r["kind"] for r in rows}:
        row = in_force([r for r in rows if r["kind"] == kind], when)
        if row:
            table[kind] = row["share"]
    return {kind: Fraction(share or 0) for kind, share in table.items()}


# --- Staff ----------------------------------------------------------------------------------------


def employed_on(person, when):
    """Hired and left days are both days of employment."""
    return day(person.get("hired"), date.min) <= when <= day(person.get("left"), date.max)


def employed_in(person, period):
    """Employed on any day of the period."""
    return day(person.get("hired"), date.min) <= last_day(period) and first_day(period) <= day(
        person.get("left"), date.max
    )


def people_on(tables, when):
    """The staff rows with what has changed by a day: of each column the newest value stated by
    then.
    """
    people = []
    for person in tables["staff"]:
        rows = [r for r in tables.get("staff_changes", []) if r["name"] == person["name"]]
        newest = {
            key: in_force([r for r in rows if r.get(key)], when)
            for key in ("role", "team", "post_wage")
        }
        people.append(person | {key: row[key] for key, row in newest.items() if row})
    return people


def names_with(tables, role, period):
    """Names of a role, as it is on the period's last day, who are employed in the period; staff
    order.
    """
    people = people_on(tables, last_day(period))
    return [p["name"] for p in people if p["role"] == role and employed_in(p, period)]


def team_of(tables, person, when):
    """A blank team is the team that policy team.name names."""
    return person.get("team") or policy(tables, "team.name", when)


def month_before(month):
    """The month before: 2012-01 -> 2011-12."""
    return (first_day(month) - timedelta(days=1)).isoformat()[:7]


# --- 1. Receipts, credit and targets (B-3.B.1) ----------------------------------------------------


def cny(receipt):
    """A receipt in fen: amount times rate (none for CNY), half-up to the fen."""
    return _cny(receipt["amount"], receipt.get("rate") or 1)


@cache
def _cny(amount, rate):
    return half_up(Fraction(amount) * Fraction(rate) * 100)


def credit_rows(tables, order_no):
    """Who is credited with an order, and with what percentage, in the order of the credits rows."""
    rows = [r for r in tables.get("credits", []) if r["order_no"] == order_no]
    if rows:
        return [(r["name"], Fraction(r["share"])) for r in rows]
    order = next(o for o in tables["orders"] if o["order_no"] == order_no)
    return [(order["salesperson"], Fraction(100))]


def receipts_in(tables, month):
    return [r for r in tables["receipts"] if r["date"][:7] == month]


def credited(tables, month):
    """Name -> fen credited in the month; only names that a receipt of the month credits."""
    sums = {}
    for receipt in receipts_in(tables, month):
        people = credit_rows(tables, receipt["order_no"])
        parts = exact_split(cny(receipt), [share for _, share in people])
        for (name, _), part in zip(people, parts, strict=True):
            sums[name] = sums.get(name, 0) + part
    return sums


def collaborators(tables, month):
    """The people of the month's receipts above zero that two or more are credited with; a refund
    alone has none.
    """
    people = set()
    for receipt in receipts_in(tables, month):
        names = [name for name, _ in credit_rows(tables, receipt["order_no"])]
        if Fraction(receipt["amount"]) > 0 and len(names) > 1:
            people |= set(names)
    return people


def has_collaboration(tables, month):
    """Whether the month is collaborative: at least one receipt above zero is shared."""
    return bool(collaborators(tables, month))


def members(tables, month):
    """The people who are employed on a day of the month or have receipts in it, in staff order, as
    they are then.
    """
    sums = credited(tables, month)
    return [
        p for p in people_on(tables, last_day(month)) if employed_in(p, month) or p["name"] in sums
    ]


def team_members(tables, month, team):
    """The names of a team's members of a month."""
    when = last_day(month)
    return [p["name"] for p in members(tables, month) if team_of(tables, p, when) == team]


def target_of(tables, month, name):
    """A person's or team's own target row in fen; None without one."""
    rows = [r for r in tables.get("targets", []) if r["month"] == month and r["name"] == name]
    return fen(rows[0]["amount"]) if rows else None


def personal_target(tables, month, name):
    """A member's target; that of anyone else does not count."""
    return (
        target_of(tables, month, name)
        if name in [p["name"] for p in members(tables, month)]
        else None
    )


def team_target(tables, month, team):
    """The team's own row, else the sum of its members' targets; None when nobody has one."""
    stated = target_of(tables, month, team)
    if stated is not None:
        return stated
    each = [target_of(tables, month, name) for name in team_members(tables, month, team)]
    return sum(t for t in each if t is not None) if any(t is not None for t in each) else None


# --- 2. Commission (B-3.B.1, B-3.B.2) -------------------------------------------------------------


def commission(base, target, table):
    """Marginal: every part of the base earns its own tier's rate; rounded once, at the end."""
    if base <= 0:
        return 0
    assert target, "the close refuses receipts without a target"
    overs = sorted(table)
    total = Fraction(0)
    for over, upper in zip(overs, [*overs[1:], None], strict=True):
        begins = Fraction(target) * over / 100
        ends = (
            Fraction(base) if upper is None else min(Fraction(base), Fraction(target) * upper / 100)
        )
        total += max(ends - begins, 0) * table[over] / 100
    return half_up(total)


def commission_and_carry(base, target, table, negative):
    """A base below zero: carried into the next month, or with a target clawed back at tier 1's
    rate [choice].
    """
    if base >= 0:
        return commission(base, target, table), 0
    if negative == "carry" or not target or target <= 0:
        return 0, base
    return half_up(Fraction(base) * table[min(table)] / 100), 0


def commission_row(key, name, month, receipts, carried_in, target, table, negative):
    base = receipts + carried_in
    paid, carried_out = commission_and_carry(base, target, table, negative)
    return {
        "month": month,
        key: name,
        "receipts": money(receipts),
        "carried_in": money(carried_in),
        "base": money(base),
        "target": None if target is None else money(target),
        "attainment": number(Fraction(receipts, target)) if target else None,
        "commission": money(paid),
        "carried_out": money(carried_out),
    }


def carries(rows, key, month):
    """What the month before carried out: name -> fen."""
    return {r[key]: fen(r["carried_out"]) for r in rows if next_month(r["month"]) == month}


def personal_commissions(tables, books, month):
    """A row for everyone with receipts, a target or a carry, and every employed salesperson; staff
    order.
    """
    when = last_day(month)
    sums, carry = credited(tables, month), carries(books["commissions"], "name", month)
    rows = []
    for person in people_on(tables, when):
        name = person["name"]
        target = personal_target(tables, month, name)
        selling = person["role"] == "salesperson" and employed_in(person, month)
        if name in sums or target is not None or carry.get(name) or selling:
            rows.append(
                commission_row(
                    "name",
                    name,
                    month,
                    sums.get(name, 0),
                    carry.get(name, 0),
                    target,
                    tiers(tables, "personal", when),
                    policy(tables, "receipts.negative", when),
                )
            )
    return rows


def heir(tables, month, team):
    """The team that bears what a team carries: itself while anybody is left in it, else the team
    that most of its last members are in now (ties: staff order), else itself.
    """
    if team_members(tables, month, team):
        return team
    earlier, last = month, []
    while not last and earlier > "1990-01":
        earlier = month_before(earlier)
        last = team_members(tables, earlier, team)
    when = last_day(month)
    now = [
        team_of(tables, p, when)
        for p in people_on(tables, when)
        if p["name"] in last and employed_in(p, month)
    ]
    return sorted(now, key=lambda each: (-now.count(each), now.index(each)))[0] if now else team


def team_commissions(tables, books, month, personal):
    """Team receipts are the sum of all members' credited receipts; teams in staff order."""
    when = last_day(month)
    sums, carry = credited(tables, month), {}
    for team, amount in carries(books["team_commissions"], "team", month).items():
        if amount:
            bearer = heir(tables, month, team)
            carry[bearer] = carry.get(bearer, 0) + amount
    teams = {}
    for person in people_on(tables, when):
        teams.setdefault(team_of(tables, person, when), []).append(person["name"])
    for team in carry:
        teams.setdefault(team, [])
    shown = {row["name"] for row in personal}
    rows = []
    for team, people in teams.items():
        target = team_target(tables, month, team)
        if shown & set(people) or target is not None or carry.get(team):
            rows.append(
                commission_row(
                    "team",
                    team,
                    month,
                    sum(sums.get(name, 0) for name in people),
                    carry.get(team, 0),
                    target,
                    tiers(tables, "team", when),
                    # Claw-back is for persons only.
                    "carry",
                )
            )
    return rows


# --- 3. The team commission's split (B-3.B.2.c) ---------------------------------------------------


def ranking(tables, figures, when):
    """Groups of people who tie, best first: salespeople (managers only by choice) with a figure
    above zero.
    """
    roles = (
        ("salesperson", "manager")
        if policy(tables, "rank.managers", when) == "yes"
        else ("salesperson",)
    )
    people = [
        p["name"]
        for p in people_on(tables, when)
        if p["role"] in roles and figures.get(p["name"], 0) > 0
    ]
    best_first = sorted({figures[name] for name in people}, reverse=True)
    return [[name for name in people if figures[name] == figure] for figure in best_first]


def rank_rows(groups, percents):
    """(kind, name, percent) for the ranks, the kinds that nobody holds, and the people behind the
    ranks.

    People who tie share the sum of the ranks that they occupy, each with the best of these kinds.
    """
    rows, behind, place = [], [], 0
    for group in groups:
        occupied = RANKS[place : place + len(group)]
        if occupied:
            each = sum(percents[kind] for kind in occupied) / len(group)
            rows += [(occupied[0], name, each) for name in group]
        else:
            behind += group
        place += len(group)
    return rows, list(RANKS[place:]), behind


def month_figures(tables, month, personal):
    """What the month's ranks go by: own receipts without carry, or attainment [choice]."""
    figures = {r["name"]: Fraction(fen(r["receipts"])) for r in personal}
    if policy(tables, "rank.by", last_day(month)) == "receipts":
        return figures
    return {r["name"]: figures[r["name"]] / fen(r["target"]) for r in personal if r["target"]}


def month_rows(tables, month, personal, team=None):
    """Every row of the month's split, or of one team's own: (kind, name, percent)."""
    when = last_day(month)
    percents, vacant = shares(tables, "month", when), policy(tables, "vacant.to", when)
    inside = [
        p["name"]
        for p in people_on(tables, when)
        if team is None or team_of(tables, p, when) == team
    ]
    managers = [name for name in names_with(tables, "manager", month) if name in inside]
    rows = [("manager", name, percents["manager"] / len(managers)) for name in managers]
    rows = rows or [("manager", vacant, percents["manager"])]
    figures = {
        name: figure
        for name, figure in month_figures(tables, month, personal).items()
        if name in inside
    }
    ranks, nobody, _ = rank_rows(ranking(tables, figures, when), percents)
    rows += ranks + [(kind, vacant, percents[kind]) for kind in nobody]
    named = [
        r["name"] for r in tables.get("stars", []) if r["month"] == month and r["name"] in inside
    ]
    together = (
        collaborators(tables, month) if team is None else collaborators(tables, month) & set(inside)
    )
    rows.append(("star", named[0] if named and together else "year", percents["star"]))
    return rows + [(pool, pool, percents[pool]) for pool in POOLS]


def month_split(tables, month, personal, teams):
    """All of the team commissions split once over the department, or by choice each team's own
    among its people.
    """
    if policy(tables, "split.scope", last_day(month)) == "team":
        return [
            row | {"team": team["team"]}
            for team in teams
            for row in split_rows(
                "month",
                month,
                fen(team["commission"]),
                month_rows(tables, month, personal, team["team"]),
            )
        ]
    amount = sum(fen(r["commission"]) for r in teams)
    rows = split_rows("month", month, amount, month_rows(tables, month, personal))
    return [row | {"team": None} for row in rows]


def split_rows(key, period, amount, rows):
    """The rows with their amounts, all in one exact split."""
    parts = exact_split(amount, [percent for _, _, percent in rows])
    return [
        {key: period, "kind": kind, "name": name, "share": number(percent), "amount": money(part)}
        for (kind, name, percent), part in zip(rows, parts, strict=True)
    ]


# --- 4. Prizes and pools (B-3.C, B-3.D.b) ---------------------------------------------------------


def period_receipts(books, period):
    """The period's receipts: the sum of its months' own receipts."""
    sums = {}
    for row in books["commissions"]:
        if row["month"] in months_of(period):
            sums[row["name"]] = sums.get(row["name"], 0) + fen(row["receipts"])
    return sums


def prize_rows(tables, books, period):
    """B-3.C.a, B-3.C.b: every row of a quarter's or year's prizes: (kind, name, percent)."""
    when, scheme = last_day(period), "quarter" if "Q" in period else "year"
    percents, figures = shares(tables, scheme, when), period_receipts(books, period)
    parts = manager_parts(tables, period)
    rows = [
        ("manager", name, percents["manager"] * part / sum(parts.values()))
        for name, part in parts.items()
    ]
    ranks, nobody, behind = rank_rows(ranking(tables, figures, when), percents)
    rows += ranks
    left = {"year": Fraction(0), "quarter": Fraction(0), "welfare": Fraction(0)}
    left[policy(tables, "vacant.to", when)] += sum(percents[kind] for kind in nobody)
    if not parts:
        left[policy(tables, "vacant.to", when)] += percents["manager"]
    if scheme == "year" and policy(tables, "year.others", when) == "retained":
        left["year"] += percents["others"]
    elif behind:
        total = sum(figures[name] for name in behind)
        rows += [
            ("others", name, percents["others"] * Fraction(figures[name], total)) for name in behind
        ]
    else:
        stays = scheme == "quarter" and policy(tables, "quarter.no_others", when) == "quarter"
        left["quarter" if stays else "year"] += percents["others"]
    if policy(tables, "prize.leavers", when) == "retained":
        gone = [p["name"] for p in tables["staff"] if day(p.get("left"), date.max) < when]
        left[scheme] += sum(percent for _, name, percent in rows if name in gone)
        rows = [row for row in rows if row[1] not in gone]
    return rows + [("retained", pool, percent) for pool, percent in left.items() if percent]


def manager_parts(tables, period):
    """Name -> the months of the period on whose last day each was manager; by choice all managers
    of it equally.
    """
    when = last_day(period)
    if policy(tables, "prize.managers", when) == "equal":
        return dict.fromkeys(names_with(tables, "manager", period), 1)
    counts = {p["name"]: 0 for p in tables["staff"]}
    for month in months_of(period):
        for person in people_on(tables, last_day(month)):
            if person["role"] == "manager" and employed_on(person, last_day(month)):
                counts[person["name"]] += 1
    return {name: count for name, count in counts.items() if count}


def closing(books, pool, month):
    """A pool's balance at a month's end; 0 before the first closed month."""
    return next(
        (fen(r["closing"]) for r in books["pools"] if (r["month"], r["pool"]) == (month, pool)), 0
    )


def prizes_due(books, month):
    """The prize rows of periods that ended with the month before."""
    return [r for r in books["prizes"] if next_month(months_of(r["period"])[-1]) == month]


def pool_rows(tables, books, month, split):
    """Opening + in - out = closing; a period's prizes are booked in the month after it."""
    previous = month_before(month)
    paid_in = {pool: sum(fen(r["amount"]) for r in split if r["name"] == pool) for pool in POOLS}
    paid_out = dict.fromkeys(POOLS, 0)
    for row in tables.get("welfare", []):
        if row["date"][:7] == month:
            paid_out["welfare"] += fen(row["amount"])
    for row in prizes_due(books, month):
        own = "quarter" if "Q" in row["period"] else "year"
        goes_to = row["name"] if row["kind"] == "retained" else "people"
        if goes_to != own:
            paid_out[own] += fen(row["amount"])
            if goes_to != "people":
                paid_in[goes_to] += fen(row["amount"])
    rows = []
    for pool in POOLS:
        opening = closing(books, pool, previous)
        rows.append(
            {
                "month": month,
                "pool": pool,
                "opening": money(opening),
                "paid_in": money(paid_in[pool]),
                "paid_out": money(paid_out[pool]),
                "closing": money(opening + paid_in[pool] - paid_out[pool]),
            }
        )
    return rows


# --- 5. Monthly pay (B-3.A, B-4) ------------------------------------------------------------------


def post_wage(tables, person, month):
    """Own wage or the role's, by working days employed, days on probation at 80 %; one rounding."""
    when = last_day(month)
    wage = Fraction(person.get("post_wage") or policy(tables, f"wage.{person['role']}", when))
    all_days = days_of(month)
    if policy(tables, "wage.part_month", when) == "working_days":
        all_days = [d for d in all_days if is_working(tables, d)]
    probation = Fraction(policy(tables, "wage.probation", when)) / 100
    until = day(person.get("probation_until"), date.min)
    counted = sum(probation if d <= until else 1 for d in all_days if employed_on(person, d))
    return half_up(wage * 100 * counted / len(all_days))


def sales_pay(tables, receipts, target, when):
    """300 x attainment, capped [choice], not below 0."""
    cap = policy(tables, "sales_pay.cap", when)
    attainment = max(Fraction(receipts, target), Fraction(0)) if target else Fraction(0)
    if cap != "none":
        attainment = min(attainment, Fraction(cap) / 100)
    return half_up(Fraction(policy(tables, "sales_pay.full", when)) * 100 * attainment)


def working_part(tables, person, month):
    """The part of the month's working days on which a person is employed."""
    working = [d for d in days_of(month) if is_working(tables, d)]
    return Fraction(sum(employed_on(person, d) for d in working), len(working))


def attendance_pay(tables, late, personal_leave, when, part=1):
    """Full without any; half up to 3 times late and 1 day of personal leave; else none."""
    full = Fraction(policy(tables, "attendance.full", when)) * 100 * part
    if not late and not personal_leave:
        return half_up(full)
    half_late = Fraction(policy(tables, "attendance.half_late", when))
    half_leave = Fraction(policy(tables, "attendance.half_leave", when))
    if late <= half_late and personal_leave <= half_leave:
        return half_up(full * Fraction(policy(tables, "attendance.half", when)) / 100)
    return 0


def graded_pay(tables, item, grade, when, part=1):
    """Full, half or none, as the manager graded."""
    percent = {
        "full": Fraction(100),
        "half": Fraction(policy(tables, "grade.half", when)),
        "none": Fraction(0),
    }
    return half_up(Fraction(policy(tables, f"{item}.full", when)) * percent[grade] * part)


def performance(tables, person, month, receipts, target):
    """The four performance items, only for a salesperson with a working day in the month.

    The three fixed ones are whole in part months, or by choice cut by working days.
    """
    if person["role"] != "salesperson" or not working_part(tables, person, month):
        return [0, 0, 0, 0]
    whole = policy(tables, "pay.part_items", last_day(month)) == "whole"
    part = 1 if whole else working_part(tables, person, month)
    when, name = last_day(month), person["name"]
    was = next(r for r in tables["attendance"] if (r["month"], r["name"]) == (month, name))
    grade = next(r for r in tables["grades"] if (r["month"], r["name"]) == (month, name))
    return [
        sales_pay(tables, receipts, target, when),
        attendance_pay(
            tables, Fraction(was["late"] or 0), Fraction(was["personal_leave"] or 0), when, part
        ),
        graded_pay(tables, "teamwork", grade["teamwork"], when, part),
        graded_pay(tables, "execution", grade["execution"], when, part),
    ]


def fines_due(tables, books, name, month):
    """B-4: the month's fines, a blank amount by the catalogue; and what was carried into the
    month.
    """
    when, total = last_day(month), 0
    for row in tables.get("fines", []):
        if row["name"] == name and row["date"][:7] == month:
            total += fen(row["amount"] or policy(tables, f"fine.{row['code']}", when))
    return total + fines_carried(tables, books, name, month)


def fines_carried(tables, books, name, month):
    """What could not be taken is shown, or by choice carried; what was carried before the choice
    changed stays due.
    """
    due = 0
    for row in (r for r in books["payroll"] if r["name"] == name and r["month"] < month):
        taken, untaken = fen(row["fines_taken"]), fen(row["fines_untaken"])
        carries = policy(tables, "fine.untaken", last_day(row["month"])) == "carried"
        # The oldest fines are taken first; of those that were carried earlier the second is left.
        due = untaken if carries else max(due - taken, 0)
    return due


def sum_for(rows, name, month=None):
    """The sum of the amounts of a person's rows, of one month's where rows have a date or month."""
    mine = [r for r in rows if r["name"] == name]
    if month:
        mine = [r for r in mine if (r.get("date") or r.get("month"))[:7] == month]
    return sum(fen(r["amount"]) for r in mine)


def pay_row(tables, books, person, month, personal, split):
    """A person's row of the payroll; None when not employed in the month and nothing is due."""
    name = person["name"]
    own = next((r for r in personal if r["name"] == name), None)
    receipts, target = (fen(own["receipts"]), fen(own["target"])) if own else (0, 0)
    items = performance(tables, person, month, receipts, target)
    fines = fines_due(tables, books, name, month)
    taken = min(fines, sum(items))
    paid = {
        "post_wage": post_wage(tables, person, month) if employed_in(person, month) else 0,
        "sales_pay": items[0],
        "attendance_pay": items[1],
        "teamwork_pay": items[2],
        "execution_pay": items[3],
        "fines_taken": taken,
        "fines_untaken": fines - taken,
        "commission": fen(own["commission"]) if own else 0,
        "team_share": sum_for([r for r in split if r["kind"] in ("manager", "star", *RANKS)], name),
        "prizes": sum_for([r for r in prizes_due(books, month) if r["kind"] != "retained"], name),
        "rewards": sum_for(tables.get("rewards", []), name, month),
        "adjustments": 0,
        "deductions": sum_for(tables.get("deductions", []), name, month),
    }
    if not employed_in(person, month) and not any(paid.values()):
        return None
    minus = ("fines_taken", "deductions")
    total = sum(-v if k in minus else v for k, v in paid.items() if k != "fines_untaken")
    return {"month": month, "name": name} | {
        k: money(v) for k, v in (paid | {"total": total}).items()
    }


# --- The closes -----------------------------------------------------------------------------------


def close_month(tables, books, month):
    """Everything that a month's close writes."""
    personal = personal_commissions(tables, books, month)
    teams = team_commissions(tables, books, month, personal)
    split = month_split(tables, month, personal, teams)
    pools = pool_rows(tables, books, month, split)
    people = people_on(tables, last_day(month))
    payroll = [pay_row(tables, books, person, month, personal, split) for person in people]
    books["commissions"] += personal
    books["team_commissions"] += teams
    books["splits"] += split
    books["pools"] += pools
    books["payroll"] += [row for row in payroll if row]


def close_period(tables, books, period):
    """A quarter's or year's close: the prizes out of the pool's balance at the period's end; none
    of one below zero.
    """
    amount = closing(books, "quarter" if "Q" in period else "year", months_of(period)[-1])
    books["prizes"] += split_rows(
        "period", period, max(amount, 0), prize_rows(tables, books, period)
    )


def expected(tables, periods):
    """The rows of every result table after closing the periods in order."""
    books = {key: [] for key in RESULTS}
    for period in periods:
        (close_month if len(period) == 7 and "Q" not in period else close_period)(
            tables, books, period
        )
    return books
