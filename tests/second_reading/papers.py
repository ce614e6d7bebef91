"""What people wrote: staff, calendar, policy, receipts, read as RULES.md says, for a month or a
period.
"""

from fractions import Fraction
from functools import cache

from second_reading.values import day_of, days, fen, half_up, in_force, last_day, split

KEYS = {"staff": lambda row: row["name"], "credits": lambda row: (row["order_no"], row["name"])}
"""Of the tables whose order decides who has the last fen: what a row is known by."""


def _placed(rows, order, key):
    """Rows with those of an order in it, in the places that they have; the others stay where they
    are.
    """
    place = {each: number for number, each in enumerate(order)}
    known = iter(
        sorted((row for row in rows if key(row) in place), key=lambda row: place[key(row)])
    )
    return [next(known) if key(row) in place else row for row in rows]


class Papers:
    """The tables of a department as rows of text, with the order in which closed periods saw staff
    and credits.
    """

    _CACHED = (
        *("staff", "person", "_employment", "days_employed", "policy", "amount", "percent"),
        *("shares", "tiers", "working_days", "credited", "targets", "credit_of"),
    )

    def __init__(self, tables, defaults, orders=None):
        self.tables = {key: list(rows) for key, rows in tables.items()}
        for key, rows in defaults.items():
            self.tables[key] = [*rows, *self.tables.get(key, [])]
        self.orders = orders or {}
        self._by_value = {}
        for name in self._CACHED:
            setattr(self, name, cache(getattr(self, name)))

    def rows(self, table, **where):
        """The rows of a table whose columns hold these values."""
        columns = (table, *where)
        if columns not in self._by_value:
            # Looked up a hundred thousand times: gone through once for each choice of columns.
            found = self._by_value[columns] = {}
            for row in self.tables.get(table, []):
                found.setdefault(tuple(row[key] for key in where), []).append(row)
        return self._by_value[columns].get(tuple(where.values()), [])

    def _in_order(self, rows, month, table, key):
        """Rows in the order in which the close of a month saw them; rows that came later stay
        where they stand.
        """
        return _placed(rows, self.orders.get((month, table), []), key)

    def order(self, month, table):
        """The keys of a table's rows in a month's order."""
        key = KEYS[table]
        return [key(row) for row in self._in_order(self.rows(table), month, table, key)]

    def staff_over(self, months):
        """The order of a period's people: its last month's; whom only an earlier month knows
        stands among them there.

        A month knows who is employed, has receipts or a target in it.
        """
        order = []
        for month in [month for month in reversed(months) if (month, "staff") in self.orders]:
            named = {name for parts in self.credited(month) for name, _ in parts} | set(
                self.targets(month)
            )
            rest = [
                name
                for name in self.staff(month)
                if name in named or self.days_employed(name, month)
            ]
            merged = []
            for name in order:
                if name in rest:
                    merged += rest[: rest.index(name)]
                    rest = rest[rest.index(name) + 1 :]
                merged.append(name)
            order = merged + rest
        return _placed([row["name"] for row in self.rows("staff")], order, lambda name: name)

    # --- Rules ------------------------------------------------------------------------------------

    def policy(self, key, month):
        """The policy's value: the row in force on the month's last day counts for the whole
        month.
        """
        return in_force(self.rows("policy", key=key), lambda row: key, last_day(month))[key][
            "value"
        ]

    def amount(self, key, month):
        """A policy's amount of money."""
        return fen(self.policy(key, month))

    def percent(self, key, month):
        """A policy's percentage as a fraction of one."""
        return Fraction(self.policy(key, month)) / 100

    def tiers(self, scheme, month):
        """B-3.B: the tiers of a scheme in a month: (from which part of the target, rate), lowest
        first.
        """
        found = in_force(
            self.rows("tiers", scheme=scheme), lambda row: Fraction(row["over"]), last_day(month)
        )
        return sorted(
            (over / 100, Fraction(row["rate"]) / 100) for over, row in found.items() if row["rate"]
        )

    def shares(self, scheme, month):
        """B-3.B.2.c, B-3.C: kind → percentage of the split in a month."""
        found = in_force(
            self.rows("shares", scheme=scheme), lambda row: row["kind"], last_day(month)
        )
        return {kind: Fraction(row["share"]) for kind, row in found.items() if row["share"]}

    # --- People -----------------------------------------------------------------------------------

    def staff(self, month):
        """Everyone's name in the order in which the month's close sees the staff table."""
        return self.order(month, "staff")

    def person(self, name, month):
        """Somebody as of a month's last day: the staff table's row with the changes until then."""
        (row,) = self.rows("staff", name=name)
        person = dict(row)
        for change in sorted(self.rows("staff_changes", name=name), key=lambda row: row["from"]):
            if day_of(change["from"]) <= last_day(month):
                person.update(
                    {key: change[key] for key in ("role", "team", "post_wage") if change[key]}
                )
        person["team"] = person["team"] or self.policy("team.name", month)
        return person

    def employed_on(self, name, day):
        """Whether somebody is employed on a day: the days of hiring and of leaving are included."""
        hired, left = self._employment(name)
        return (not hired or day >= hired) and (not left or day <= left)

    def _employment(self, name):
        (row,) = self.rows("staff", name=name)
        return [day_of(row[key]) if row[key] else None for key in ("hired", "left")]

    def has_left(self, name, day):
        """Whether somebody left before a day."""
        left = self._employment(name)[1]
        return bool(left and left < day)

    def days_employed(self, name, month):
        """The days of a month on which somebody is employed."""
        return [day for day in days(month) if self.employed_on(name, day)]

    def role(self, name, month):
        return self.person(name, month)["role"]

    def team(self, name, month):
        return self.person(name, month)["team"]

    # --- Calendar ---------------------------------------------------------------------------------

    def working_days(self, month):
        """The month's working days: Monday to Friday, less holidays, plus workdays of the table."""
        marked = {row["date"]: row["kind"] for row in self.rows("holidays")}
        kinds = {
            day: marked.get(day.isoformat(), "workday" if day.weekday() < 5 else "holiday")
            for day in days(month)
        }
        return {day for day, kind in kinds.items() if kind == "workday"}

    # --- Receipts ---------------------------------------------------------------------------------

    def credit_of(self, order_no, month):
        """B-3.B.1: who is credited with an order's receipts, and by which part."""
        shared = self._in_order(
            self.rows("credits", order_no=order_no), month, "credits", KEYS["credits"]
        )
        if shared:
            return [(row["name"], Fraction(row["share"])) for row in shared]
        (order,) = self.rows("orders", order_no=order_no)
        return [(order["salesperson"], Fraction(100))]

    def credited(self, month):
        """B-3.B.1: each receipt of a month as [(name, fen)], exact to the receipt's fen."""
        found = []
        for receipt in self.rows("receipts"):
            if receipt["date"].startswith(month):
                cny = half_up(Fraction(receipt["amount"]) * Fraction(receipt["rate"] or 1) * 100)
                people = self.credit_of(receipt["order_no"], month)
                parts = split(cny, [share for _, share in people])
                found.append([(name, part) for (name, _), part in zip(people, parts, strict=True)])
        return found

    def targets(self, month):
        """Name of a person or a team → target of a month."""
        return {row["name"]: fen(row["amount"]) for row in self.rows("targets", month=month)}
