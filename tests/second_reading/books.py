"""All periods computed anew from what stands now, and a department's story: closes one after
another, settled late.
"""

from collections import Counter

from second_reading import commissions, pay, sharing
from second_reading.papers import KEYS, Papers
from second_reading.values import following, is_month, money, months_of, shown

RESULTS = ("commissions", "team_commissions", "splits", "prizes", "pools", "payroll", "adjustments")
ITEMS = (
    "post_wage",
    "sales_pay",
    "attendance_pay",
    "teamwork_pay",
    "execution_pay",
    "fines_taken",
    "commission",
    *("team_share", "prizes", "rewards", "deductions"),
)


class Fresh:
    """Every row of some months, quarters and years, as if all had been known from the beginning."""

    def __init__(self, papers, periods):
        self.papers, self.periods = papers, periods
        self.months = sorted(filter(is_month, periods))
        self.personal, self.teams, self.splits = {}, {}, {}
        self.prizes, self.pools, self.pay = {}, {}, {}
        own, of_teams, fines = {}, {}, {}
        balance = dict.fromkeys(sharing.POOLS, 0)
        for month in self.months:
            personal = commissions.persons(papers, month, own)
            of_teams = commissions.passed_on(papers, month, self.months[0], of_teams)
            teams = commissions.teams(papers, month, personal, of_teams)
            own = {row["name"]: row["carried_out"] for row in personal if row["carried_out"]}
            of_teams = {row["team"]: row["carried_out"] for row in teams if row["carried_out"]}
            splits = sharing.month_split(papers, month, personal, teams)
            booked = self.booked_in(month)
            ledgers = sharing.pools(papers, month, balance, splits, booked)
            balance = {pool: ledger["closing"] for pool, ledger in ledgers.items()}
            self.pay[month], fines = pay.payroll(papers, month, personal, splits, booked, fines)
            self.personal[month], self.teams[month] = personal, teams
            self.splits[month], self.pools[month] = splits, ledgers
            self._close_periods(month, balance)

    def booked_in(self, month):
        """INTERFACE: the prizes of the periods that ended with the month before, as (period,
        row).
        """
        ended = [p for p in self.prizes if following(months_of(p)[-1]) == month]
        return [
            (period, row)
            for period in sorted(ended, key=len, reverse=True)
            for row in self.prizes[period]
        ]

    def _close_periods(self, month, balance):
        year = month[:4]
        for period in (f"{year}-Q{(int(month[5:]) + 2) // 3}", year):
            if period in self.periods and months_of(period)[-1] == month:
                receipts = Counter()
                for each in months_of(period):
                    for row in self.personal.get(each, ()):
                        receipts[row["name"]] += row["receipts"]
                pool = balance["quarter" if "Q" in period else "year"]
                self.prizes[period] = sharing.prizes(self.papers, period, pool, receipts)

    def figures(self, month, booked=None):
        """What a month pays or moves: (name, item) → fen; what is taken from people is below zero.

        `booked`: the prizes that stand instead of those computed now.
        """
        found = {}
        for name, row in self.pay[month].items():
            for item in ITEMS:
                found[name, item] = -row[item] if item in pay.MINUS else row[item]
            if booked is not None:
                found[name, "prizes"] = pay.prizes_of(name, booked)
        for name in {row["name"] for _, row in booked or () if row["kind"] != "retained"}:
            found[name, "prizes"] = pay.prizes_of(name, booked)
        for pool, row in self.ledger(month, booked).items():
            found[pool, "pool"] = row["paid_in"] - row["paid_out"]
        return found

    def ledger(self, month, booked=None):
        """Each pool's movements of a month, with the prizes computed now or with those that
        stand.
        """
        if booked is None:
            return self.pools[month]
        opening = {pool: row["opening"] for pool, row in self.pools[month].items()}
        return sharing.pools(self.papers, month, opening, self.splits[month], booked)


class Story:
    """Periods closed one after another while people correct what is closed; the rows that stand
    are text.
    """

    def __init__(self, defaults):
        self.defaults = defaults
        self.rows = {table: [] for table in RESULTS}
        self.closed, self.orders = [], {}
        self.prizes = {}
        self.settled = {}
        self.balance = dict.fromkeys(sharing.POOLS, 0)

    def close(self, tables, period):
        """Close a period with the tables as they are now."""
        self.closed.append(period)
        papers = Papers(tables, self.defaults, self.orders)
        fresh = Fresh(papers, self.closed)
        # Who came late into a closed month stands in it as this close saw them.
        seen = {
            (month, table): papers.order(month, table) for month in fresh.months for table in KEYS
        }
        if is_month(period):
            self._close_month(fresh, period)
        else:
            self.prizes[period] = fresh.prizes[period]
            self.rows["prizes"] += [
                {"period": period} | _shared(row) for row in fresh.prizes[period]
            ]
        self.orders = seen

    def _close_month(self, fresh, month):
        """Its rows; prizes as their own closes wrote them: what they would be now is settled as
        any late change.
        """
        self.rows["commissions"] += commissions.as_text(month, fresh.personal[month], "name")
        self.rows["team_commissions"] += commissions.as_text(month, fresh.teams[month], "team")
        self.rows["splits"] += [
            {"month": month} | _shared(row) | {"team": row["team"]} for row in fresh.splits[month]
        ]
        ended = [period for period in self.prizes if following(months_of(period)[-1]) == month]
        booked = [(period, row) for period in ended for row in self.prizes[period]]
        self.settled[month] = fresh.figures(month, booked)
        late = self._settle(fresh, month)
        for pool, row in fresh.ledger(month, booked).items():
            self._book(month, pool, row, late)
        self._pay(fresh, month, booked, late)

    def _settle(self, fresh, month):
        """DESIGN: what closed months would pay now, less what they paid and what was settled, is
        this month's.
        """
        late = []
        for origin in sorted(self.settled):
            now, stands = fresh.figures(origin), self.settled[origin]
            for name, item in [*now, *(key for key in stands if key not in now)]:
                before, after = stands.get((name, item), 0), now.get((name, item), 0)
                if before != after:
                    late.append((origin, name, item, before, after))
            self.settled[origin] = now
        order = [*fresh.papers.staff(month), *sharing.POOLS]
        late.sort(key=lambda row: (row[0], order.index(row[1]), (*ITEMS, "pool").index(row[2])))
        for origin, name, item, before, after in late:
            amounts = {
                "before": money(before),
                "after": money(after),
                "amount": money(after - before),
            }
            row = {"month": month, "origin": origin, "name": name, "item": item} | amounts
            self.rows["adjustments"].append(row)
        return late

    def _book(self, month, pool, row, late):
        """Every pool is a ledger, also with what is settled: opening + in - out = closing."""
        moved = sum(
            after - before
            for _, name, item, before, after in late
            if (name, item) == (pool, "pool")
        )
        paid_in, paid_out = row["paid_in"] + max(moved, 0), row["paid_out"] + max(-moved, 0)
        opening = self.balance[pool]
        self.balance[pool] = opening + paid_in - paid_out
        figures = {
            "opening": opening,
            "paid_in": paid_in,
            "paid_out": paid_out,
            "closing": self.balance[pool],
        }
        text = {key: money(value) for key, value in figures.items()}
        self.rows["pools"].append({"month": month, "pool": pool} | text)

    def _pay(self, fresh, month, booked, late):
        """B-3.A: the month's pay with the prizes that stand and what is settled."""
        owed = Counter()
        for _, name, item, before, after in late:
            if item != "pool":
                owed[name] += after - before
        for name in fresh.papers.staff(month):
            row = dict(fresh.pay[month].get(name) or dict.fromkeys(pay.COLUMNS, 0))
            row |= {"prizes": pay.prizes_of(name, booked), "adjustments": owed[name]}
            pay.add_up(row)
            if fresh.papers.days_employed(name, month) or any(row.values()):
                self.rows["payroll"].append(
                    {"month": month, "name": name} | {k: money(row[k]) for k in pay.COLUMNS}
                )


def _shared(row):
    """A row of a split or a prize as the workbook holds it."""
    return {
        "kind": row["kind"],
        "name": row["name"],
        "share": shown(row["share"]),
        "amount": money(row["amount"]),
    }


def expected(tables, periods, defaults):
    """The rows of closing every period in order, with nothing changed in between."""
    story = Story(defaults)
    for period in periods:
        story.close(tables, period)
    return story.rows
