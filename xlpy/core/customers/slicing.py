"""What one salesperson may see of a workbook: rows and columns, by table (E-1.10, E-4.1).

Rows come as texts by column. What is not named here stays out: other people's pay, the sealed
closes, the contact details of customers of others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

TextRow = Mapping[str, str]
Texts = Mapping[str, Sequence[TextRow]]
"""Rows as texts, by table."""

WHOLE = (
    *("tiers", "shares", "holidays", "requirements", "terms", "channels", "channel_targets"),
    *("trade_words", "greetings", "mail_templates", "products", "prices", "companies", "banks"),
)
"""The tables that all may see."""
OF_ORDERS = (
    *(
        "orders",
        "receipts",
        "order_lines",
        "samples",
        "proformas",
        "price_parts",
        "costs",
        "cost_items",
        "production_orders",
    ),
    *("production_parts", "purchase_orders", "inspections", "accounts", "letters"),
    *("shipment_lines", "packing_lists", "export_papers", "approvals", "revisions", "attachments"),
    *("stage_changes", "archives"),
)
OF_LETTERS = ("letter_amendments", "drawings")
WAGES = "wage."
"""How the keys of the policy begin that are somebody's pay."""
OF_CUSTOMERS = ("contacts", "gradings", "assignments", "follow_ups", "addresses")
OF_NAME = ("targets", "credits", "work_log", "excuses")
BACK = ("customers", "contacts", "mails", "addresses", "enquiries", "follow_ups", "fair_leads")
"""The tables whose edits come back, each behind those that it refers to."""
ABOUT_ALL = ("customer", "country", "region", "owner", "zh_name", "status")
"""What all may see of every customer."""
NOT_BACK = {"customers": ("owner", "grade")}
"""Columns that a salesperson does not decide on."""
_STAFF = ("name", "role", "team", "left")
_PERSONAL = ("contact", "mail", "phone")
_NO_COST = {"fairs": ("budget",)}


@dataclass(frozen=True)
class Slice:
    """What a person sees of rows."""

    rows: Texts
    name: str

    @cached_property
    def own(self) -> frozenset[str]:
        """The customers whose owner the person is."""
        return self._keys("customers", "customer", lambda row: row["owner"] == self.name)

    @cached_property
    def known(self) -> frozenset[str]:
        """All customers."""
        return self._keys("customers", "customer", lambda row: True)

    @cached_property
    def _contacts(self) -> frozenset[str]:
        return self._keys("contacts", "contact_no", lambda row: row["customer"] in self.own)

    @cached_property
    def _enquiries(self) -> frozenset[str]:
        return self._keys("enquiries", "enquiry_no", self._is_mine)

    @cached_property
    def _orders(self) -> frozenset[str]:
        return self._keys("orders", "order_no", self._is_mine)

    def _is_mine(self, row: TextRow) -> bool:
        return row["salesperson"] == self.name or row["customer"] in self.own

    def _keys(self, table: str, column: str, wanted: Callable[[TextRow], bool]) -> frozenset[str]:
        rows = self.rows.get(table, ())
        return frozenset(row[column] for row in rows if row[column] and wanted(row))

    @cached_property
    def _wanted(self) -> Mapping[str, Callable[[TextRow], bool]]:
        """Of each table which rows are seen; a table that is not here is not."""
        purchases = self._keys("purchase_orders", "purchase_no", self._is_of_order)
        packings = self._keys("packing_lists", "packing_no", self._is_of_order)
        shipped = self._keys("shipment_lines", "shipment_no", self._is_of_order)
        letters = self._keys("letters", "lc_no", self._is_of_order)
        items = self._keys("plan_items", "item_no", self._is_in_plan)
        return {
            **dict.fromkeys(WHOLE, lambda row: True),
            **dict.fromkeys(OF_ORDERS, self._is_of_order),
            **dict.fromkeys(OF_CUSTOMERS, lambda row: row["customer"] in self.own),
            **dict.fromkeys(OF_NAME, lambda row: row["name"] == self.name),
            "policy": lambda row: not row["key"].startswith(WAGES),
            "staff": lambda row: True,
            "customers": lambda row: True,
            "fairs": lambda row: True,
            "mails": lambda row: row["contact_no"] in self._contacts,
            "enquiries": self._is_mine,
            "quotations": lambda row: (
                row["enquiry_no"] in self._enquiries or self._is_of_order(row)
            ),
            "fair_leads": self._is_my_card,
            "purchase_lines": lambda row: row["purchase_no"] in purchases,
            "packages": lambda row: row["packing_no"] in packings,
            "shipments": lambda row: row["shipment_no"] in shipped,
            **dict.fromkeys(OF_LETTERS, lambda row: row["lc_no"] in letters),
            "plan_items": self._is_in_plan,
            "plan_progress": lambda row: row["item_no"] in items,
        }

    def _is_of_order(self, row: TextRow) -> bool:
        return row["order_no"] in self._orders

    def _is_in_plan(self, row: TextRow) -> bool:
        return self.name in (row["owner"], *row["helpers"].replace("、", ",").split(","))

    def _is_my_card(self, row: TextRow) -> bool:
        return self.name == (row["owner"] or row["spoken_with"])

    def seen(self) -> dict[str, list[tuple[int, dict[str, str]]]]:
        """What the person sees: each row's place and its texts, by table."""
        return {
            table: [
                (at, dict(self._shown(table, row)))
                for at, row in enumerate(self.rows.get(table, ()))
                if any(row.values()) and wanted(row)
            ]
            for table, wanted in self._wanted.items()
        }

    def _shown(self, table: str, row: TextRow) -> Iterable[tuple[str, str]]:
        hidden: tuple[str, ...] = _NO_COST.get(table, ())
        if table == "staff":
            hidden = tuple(key for key in row if key not in _STAFF)
        elif table == "customers" and row["customer"] not in self.own:
            hidden = tuple(key for key in row if key not in ABOUT_ALL)
        elif table == "enquiries" and row["customer"] in self.known - self.own:
            # It was answered by the person once; whose it is now sees the address.
            hidden = _PERSONAL
        return ((key, "" if key in hidden else text) for key, text in row.items())
