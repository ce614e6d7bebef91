"""Sections 3 and 4: who has which share of the month's team commission and of the prizes, and what
of it they get.
"""

from fractions import Fraction

from second_reading.values import fen, last_day, months_of, split

RANKS = ("first", "second", "third")
POOLS = ("welfare", "quarter", "year")


def ranked(figures):
    """The people with figures above zero in groups that tie, the best first; within a group as
    they came.
    """
    best = sorted({figure for figure in figures.values() if figure > 0}, reverse=True)
    return [[name for name, figure in figures.items() if figure == each] for each in best]


def by_rank(shares, groups):
    """B-3.B.2.c: (kind, name, share) of ranks: who tie share the sum of their ranks; no name:
    vacant.
    """
    rows, place = [], 0
    for group in groups:
        if place >= len(RANKS):
            break
        occupied = RANKS[place : place + len(group)]
        each = sum(shares.get(kind, 0) for kind in occupied) / Fraction(len(group))
        rows += [(occupied[0], name, each) for name in group]
        place += len(group)
    return rows + [(kind, None, shares.get(kind, Fraction(0))) for kind in RANKS[place:]]


def may_rank(papers, name, month):
    """B-3.B.2.c: salespeople are ranked; managers by choice."""
    role = papers.role(name, month)
    return role == "salesperson" or (
        role == "manager" and papers.policy("rank.managers", month) == "yes"
    )


def pay_out(amount, rows):
    """The rows with their amounts: an exact split over them."""
    amounts = split(amount, [share for _, _, share in rows]) if rows else []
    return [
        {"kind": kind, "name": name, "share": share, "amount": part}
        for (kind, name, share), part in zip(rows, amounts, strict=True)
    ]


# --- The month ------------------------------------------------------------------------------------


def month_split(papers, month, personal, teams):
    """B-3.B.2.c: the month's split: once over the department, or by `split.scope` each team's
    own.
    """
    if papers.policy("split.scope", month) == "team":
        found = []
        for row in teams:
            people = [
                name for name in papers.staff(month) if papers.team(name, month) == row["team"]
            ]
            paid = pay_out(row["commission"], entitled(papers, month, personal, people))
            found += [each | {"team": row["team"]} for each in paid]
        return found
    amount = sum(row["commission"] for row in teams)
    paid = pay_out(amount, entitled(papers, month, personal, papers.staff(month)))
    return [row | {"team": None} for row in paid]


def entitled(papers, month, personal, people):
    """B-3.B.2.c: (kind, name, share) of a split among some people, in the order of the table."""
    shares, vacant = papers.shares("month", month), papers.policy("vacant.to", month)
    managers = [
        n for n in people if papers.role(n, month) == "manager" and papers.days_employed(n, month)
    ]
    rows = [("manager", name, shares["manager"] / len(managers)) for name in managers]
    rows = rows or [("manager", vacant, shares["manager"])]
    by = papers.policy("rank.by", month)
    mine = [row for row in personal if row["name"] in people and row["receipts"] > 0]
    figures = {row["name"]: row[by] for row in mine if may_rank(papers, row["name"], month)}
    rows += [
        (kind, name or vacant, share) for kind, name, share in by_rank(shares, ranked(figures))
    ]
    rows.append(("star", star(papers, month, people) or "year", shares["star"]))
    return rows + [(pool, pool, shares[pool]) for pool in POOLS]


def star(papers, month, people):
    """B-3.B.2.c: the named star, where a receipt above zero of these people is shared; else
    nobody.
    """
    together = [
        parts
        for parts in papers.credited(month)
        if len(parts) > 1 and sum(part for _, part in parts) > 0
    ]
    if not any(name in people for parts in together for name, _ in parts):
        return None
    named = [row["name"] for row in papers.rows("stars", month=month) if row["name"] in people]
    return named[0] if named else None


# --- Quarter and year -----------------------------------------------------------------------------


def prizes(papers, period, pool, receipts):
    """B-3.C.a, B-3.C.b: a quarter's or year's prizes out of its pool. `receipts`: name → fen, of
    the period.
    """
    scheme = "quarter" if "Q" in period else "year"
    month = months_of(period)[-1]
    shares, vacant = papers.shares(scheme, month), papers.policy("vacant.to", month)
    order = papers.staff_over(months_of(period))
    rows, retained = [], dict.fromkeys(("year", "quarter", "welfare"), Fraction(0))
    managers = managed(papers, period, order)
    for name, weight in managers.items():
        rows.append(("manager", name, shares["manager"] * weight / sum(managers.values())))
    if not managers:
        retained[vacant] += shares["manager"]
    figures = {name: receipts.get(name, 0) for name in order if may_rank(papers, name, month)}
    groups = ranked(figures)
    ranks = by_rank(shares, groups)
    retained[vacant] += sum(share for _, name, share in ranks if name is None)
    rows += [each for each in ranks if each[1] is not None]
    # The sort is stable: who has as much stands in staff order.
    holders = {name for _, name, _ in rows if name not in managers} | {n for k, n, _ in ranks}
    others = [name for group in groups for name in group if name not in holders]
    rest = shares.get("others", Fraction(0))
    if scheme == "year" and papers.policy("year.others", month) == "retained":
        retained["year"] += rest
    elif not others:
        retained["year" if scheme == "year" else papers.policy("quarter.no_others", month)] += rest
    else:
        total = sum(figures[name] for name in others)
        rows += [("others", name, rest * figures[name] / total) for name in others]
    if papers.policy("prize.leavers", month) == "retained":
        gone = {name for _, name, _ in rows if papers.has_left(name, last_day(month))}
        retained[scheme] += sum(share for _, name, share in rows if name in gone)
        rows = [row for row in rows if row[1] not in gone]
    rows += [("retained", name, share) for name, share in retained.items() if share]
    return pay_out(max(pool, 0), rows)


def managed(papers, period, order):
    """B-3.C: manager of a period → months on whose last day that was so; by choice every manager
    alike.
    """
    months = months_of(period)
    if papers.policy("prize.managers", months[-1]) == "equal":
        return {
            name: 1
            for name in order
            if papers.role(name, months[-1]) == "manager"
            and any(papers.days_employed(name, month) for month in months)
        }
    counts = {
        name: sum(
            papers.role(name, month) == "manager" and papers.employed_on(name, last_day(month))
            for month in months
        )
        for name in order
    }
    return {name: count for name, count in counts.items() if count}


# --- Pools ----------------------------------------------------------------------------------------


def pools(papers, month, opening, splits, booked):
    """B-3.C, B-3.D.b: each pool's ledger of a month. `booked`: the prizes booked in it, as
    (period, row).
    """
    found = {}
    for pool in POOLS:
        paid_in = sum(row["amount"] for row in splits if row["name"] == pool)
        spent = [
            row
            for row in papers.rows("welfare")
            if row["date"].startswith(month) and pool == "welfare"
        ]
        paid_out = sum(fen(row["amount"]) for row in spent)
        for period, row in booked:
            mine = "quarter" if "Q" in period else "year"
            stays = row["kind"] == "retained" and row["name"] == mine
            if pool == mine and not stays:
                paid_out += row["amount"]
            if row["kind"] == "retained" and row["name"] == pool and not stays:
                paid_in += row["amount"]
        found[pool] = {"opening": opening[pool], "paid_in": paid_in, "paid_out": paid_out}
        found[pool]["closing"] = opening[pool] + paid_in - paid_out
    return found
