"""The Northwind trading company as a department: its rows as CSV text, from
../shared/data/northwind.

Stated rules: a receipt for each shipped order on its shipping date, in USD at the year's rate; its
amount is the sum of unit price × quantity × (1 − discount), rounded once. A person's target of a
month is what the orders that they took in it are worth, to the next 10 000 yuan, and 10 000 at
least. Everyone is always graded full and never late.
"""

import csv
from collections import defaultdict
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

import departments

FOLDER = Path(__file__).parent.parent.parent / "shared" / "data" / "northwind"
MONTHS = [f"{year}-{month:02d}" for year in (1996, 1997, 1998) for month in range(1, 13)][6:29]
RATES = {"1996": "8.3142", "1997": "8.2898", "1998": "8.2791"}
MANAGERS = ("Sales Manager", "Vice President, Sales")
AMERICAS = ("Argentina", "Brazil", "Canada", "Mexico", "USA", "Venezuela")


def rows(name):
    """The rows of one of the company's files. Raises FileNotFoundError where the shared data are
    absent.
    """
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def customers():
    """Customer id → name and country. Addresses of this file hold bare commas: the country is
    third from the end.
    """
    with open(FOLDER / "customers.csv", encoding="utf-8", newline="") as file:
        return {cells[0]: (cells[1], cells[-3]) for cells in list(csv.reader(file))[1:]}


def amounts():
    """Order → its amount in USD."""
    sums = defaultdict(Decimal)
    for line in rows("order-details"):
        price, discount = Decimal(line["unitPrice"]), Decimal(line["discount"])
        sums[line["orderID"]] += price * int(line["quantity"]) * (1 - discount)
    return {
        order: amount.quantize(Decimal("0.01"), ROUND_HALF_UP) for order, amount in sums.items()
    }


def company():
    """The company as a made-up department is: its tables as rows of text, its months in order."""
    made = departments.Department(seed=1996, months=list(MONTHS))
    people = {row["employeeID"]: row for row in rows("employees")}
    names = {key: f"{row['firstName']} {row['lastName']}" for key, row in people.items()}
    for key, row in people.items():
        role = "manager" if row["title"] in MANAGERS else "salesperson"
        made.add("staff", names[key], role, "", row["hireDate"][:10])
    buyers = customers()
    for name, country in buyers.values():
        made.add("customers", name, country, "Americas" if country in AMERICAS else "Europe")
    _orders(made, names, buyers)
    _targets(made, names.values())
    for month in MONTHS:
        for name in made.employed(month, "salesperson"):
            made.add("attendance", month, name, "0", "0", "0")
            made.add("grades", month, name, "full", "full")
    return made


def _orders(made, names, buyers):
    worth = amounts()
    for row in rows("orders"):
        number, day, shipped = row["orderID"], row["orderDate"][:10], row["shippedDate"][:10]
        stage = "in production" if shipped == "NULL" else "paid"
        customer = buyers[row["customerID"]][0]
        seller = names[row["employeeID"]]
        made.add(
            "orders",
            number,
            customer,
            seller,
            day,
            "USD",
            worth[number],
            "FOB",
            "T/T after shipment",
            stage,
        )
        if shipped != "NULL":
            made.add(
                "receipts", f"R{number}", shipped, number, worth[number], "USD", RATES[shipped[:4]]
            )


def _targets(made, names):
    taken = defaultdict(Decimal)
    for row in made.tables["orders"]:
        taken[row["order_date"][:7], row["salesperson"]] += Decimal(row["amount"]) * Decimal(
            RATES[row["order_date"][:4]]
        )
    step = Decimal(10000)
    for month in MONTHS:
        for name in names:
            steps = (taken[month, name] / step).to_integral_value(ROUND_CEILING)
            made.add("targets", month, name, max(steps, 1) * step)
