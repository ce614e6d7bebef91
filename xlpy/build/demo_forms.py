"""The whole dossier of one of the demo's orders, as typed rows: every form with dates that follow
from its payments.
"""

from datetime import date, timedelta
from decimal import Decimal

from xlpy.build import demo_wanted as wanted
from xlpy.build.demo_course import Course
from xlpy.build.demo_letters import amendments, drawings, revisions
from xlpy.build.demo_people import GENERAL_MANAGER, LIU
from xlpy.build.demo_shipped import price_parts, shipment
from xlpy.core.dossier.forms import PLACE, STAGE_KEYS
from xlpy.core.money import to_fen

Rows = dict[str, list[dict]]
_STAGES_OF = {
    "quoted": ("order_lines", "quotations"),
    "confirmed": ("samples", "proformas", "price_parts", "accounts", "revisions"),
    "in production": (
        "production_orders",
        "production_parts",
        "purchase_orders",
        "purchase_lines",
        "letters",
        "letter_amendments",
    ),
    "inspected": ("inspections",),
    "packed": ("packing_lists", "packages"),
    "shipped": ("export_papers", "shipments", "shipment_lines"),
    "paid": ("drawings",),
    "archived": ("archives",),
}
"""Stage → the tables that it adds; costs and stage changes come with several."""
_SELLER_SHIPS = ("CFR", "CIF", "CPT", "CIP")
_WORKSHOP, _INSPECTOR = "外协一厂 Workshop 1", "周工 Zhou"


class Forms(Course):
    """Makes the rows of one order."""

    def up_to(self, stage: str) -> Rows:
        """The rows of every form that an order at a stage has."""
        if stage == "enquiry":
            return {"quotations": [self._quotation() | {"sent_on": None}]}
        whole = {
            "order_lines": self._lines(),
            "quotations": [self._quotation()],
            "samples": self._samples(),
            "proformas": [self._proforma()],
            "accounts": self._accounts(),
            **self._production(),
            **self._purchase(),
            "letters": self._letters(),
            "letter_amendments": amendments(self._letters()),
            "drawings": drawings(self._letters(), self.receipts),
            "revisions": revisions(self.order, self.signed) if self.letter else [],
            "inspections": self._inspections(),
            **self._packing(),
            "export_papers": self._papers(),
            **shipment(self.number, self.shipped, self._ports, self._lines()),
            "price_parts": price_parts(self.order) if self.code in _SELLER_SHIPS else [],
            "archives": [self._archive()],
        }
        tables = [t for s, found in _STAGES_OF.items() if PLACE[s] <= PLACE[stage] for t in found]
        return {table: whole[table] for table in tables} | {
            "costs": self._costs(stage),
            "cost_items": self._charges(stage),
            "stage_changes": self._changes(stage),
        }

    def _own(self, **row) -> dict:
        return {"order_no": self.order.order_no, **row}

    @property
    def _terms(self) -> dict:
        return {
            "incoterm": self.order.incoterm,
            "payment_terms": self.order.payment_terms or _USUAL,
        }

    @property
    def _ports(self) -> dict:
        place = self.order.incoterm.partition(" ")[2]
        to = place if self.code in _SELLER_SHIPS else "Named by buyer"
        return {"port_loading": "Yantian", "port_discharge": to}

    @property
    def _mark(self) -> str:
        name = self.order.customer.split(" ")[0].upper()
        return f"{name}\n{self.order.order_no}\nC/NO. 1-UP"

    def _quotation(self) -> dict:
        order = self.order.order_date
        return self._own(
            quotation_no=f"QT-{self.number}",
            enquired_on=order,
            sent_on=order,
            valid_until=order + timedelta(days=30),
            **self._terms,
            delivery_time="25 days after deposit or receipt of L/C",
        )

    def _lines(self) -> list[dict]:
        price = self.good.price(self.order.currency)
        return [self._own(line=1, product=self.good.item, quantity=self.quantity, price=price)]

    def _samples(self) -> list[dict]:
        if int(self.number) % 2:
            return []
        order = self.order.order_date
        copies = dict.fromkeys(
            ("copy_production_on", "copy_trade_on", "copy_accounts_on"), order + timedelta(days=1)
        )
        return [
            self._own(
                sample_no=f"YB-{self.number}",
                product=self.good.item,
                details="Logo by laser, 20 × 8 mm, as artwork of the customer",
                asked=Decimal(2),
                made=Decimal(3),
                due_on=order + timedelta(days=5),
                label=f"{self.order.order_no} {self.good.item}",
                **copies,
            )
        ]

    def _proforma(self) -> dict:
        return self._own(
            proforma_no=f"PI-{self.number}",
            issued_on=self.order.order_date,
            currency=self.order.currency,
            amount=self.order.amount,
            quantity=self.quantity,
            requirements="Neutral packing, item number on each carton",
            **self._terms,
            **self._ports,
            delivery_on=self.delivery,
            shipping_mark=self._mark,
            signed_by="Purchasing manager",
            signed_on=self.signed,
            copy_accounts_on=self.signed,
        )

    def _rate(self) -> dict:
        if self.order.currency == "CNY":
            return {}
        day = max(self.order.order_date, date(2012, 1, 1))
        return {
            "rate": wanted.rate_on(day, self.order.currency),
            "rate_on": day,
            "rate_source": "中国银行 Bank of China",
        }

    def _costs(self, stage: str) -> list[dict]:
        """Rough, confirmed and actual, as far as the stage needs them; each a little nearer to the
        truth.
        """
        rate = self._rate()
        revenue = to_fen(self.order.amount * (rate.get("rate") or 1))
        days = {
            "rough": self.order.order_date,
            "confirmed": self.signed,
            "actual": self.shipped + timedelta(days=7),
        }
        stages = {"rough": "quoted", "confirmed": "confirmed", "actual": "archived"}
        shares = {"rough": 82, "confirmed": 81, "actual": 80}
        ships = self.code in _SELLER_SHIPS
        return [
            self._own(
                kind=kind,
                analysed_on=day,
                analysed_by=self.order.salesperson,
                currency=self.order.currency,
                price=self.order.amount,
                **rate,
                purchase=revenue * shares[kind] // 100,
                vat=Decimal(17),
                rebate_rate=Decimal(9),
                freight=revenue * 4 // 100 if ships else None,
                insurance=revenue // 250 if self.code == "CIF" else None,
                bank=25000,
            )
            for kind, day in days.items()
            if PLACE[stages[kind]] <= PLACE[stage]
        ]

    def _charges(self, stage: str) -> list[dict]:
        """What the issuing bank takes of a letter of credit, in its currency."""
        rate = self._rate()
        if not self.letter or not rate:
            return []
        charge = {"item": "bank", "amount": Decimal(60), "currency": self.order.currency}
        return [
            self._own(kind=cost["kind"], **charge, **rate, note="开证行费用 Issuing bank's charges")
            for cost in self._costs(stage)
        ]

    def _accounts(self) -> list[dict]:
        came = [row.amount for row in self.receipts]
        deposit = Decimal(0) if self.letter else self.order.amount * 30 / 100
        parts = (
            ("deposit", deposit, self.signed + timedelta(days=3)),
            ("balance", self.order.amount - deposit, self.delivery),
        )
        due = [part for part in parts if part[1]]
        days = [row.date for row in self.receipts]
        return [
            self._own(
                kind=kind,
                due_on=day,
                due=amount,
                currency=self.order.currency,
                settled=came[at] if at < len(came) else None,
                settled_on=days[at] if at < len(days) else None,
            )
            for at, (kind, amount, day) in enumerate(due)
        ]

    def _production(self) -> Rows:
        checked = self.start
        return {
            "production_orders": [
                self._own(
                    production_no=f"MO-{self.number}",
                    issued_on=self.start,
                    maker=_WORKSHOP,
                    quantity=self.quantity,
                    requirements="按形式发票与留样；每箱印货号 As the proforma "
                    "invoice and the kept sample",
                    delivery_on=self.final + timedelta(days=1),
                    quality_control="AQL 2.5；毛刺、划痕为零 no burrs, no scratches",
                    shipping_mark=self._mark,
                    packing=f"{self.good.per_carton} {self.good.unit} 一箱 per carton",
                    note="包装先封样 Seal a sample of the packing first",
                    briefing_on=checked,
                    price_reviewed_on=checked,
                    delivery_reviewed_on=checked,
                    payment_reviewed_on=checked,
                )
            ],
            "production_parts": [
                self._own(part=self.good.part, quantity=self.quantity, unit="个"),
                self._own(
                    part="外箱 Carton",
                    quantity=Decimal(self._cartons()),
                    unit="个",
                    from_stock=Decimal(self._cartons()),
                ),
            ],
        }

    def _purchase(self) -> Rows:
        number = f"PO-{self.number}"
        price = round(self.good.price("CNY") * 55 / 100, 2)
        return {
            "purchase_orders": [
                self._own(
                    purchase_no=number,
                    supplier=self.good.supplier,
                    ordered_on=self.start,
                    quality="按封样 As the sealed sample",
                    delivery_on=self.parts,
                    countersigned_by="供方业务 Supplier's sales",
                    countersigned_on=self.start + timedelta(days=1),
                )
            ],
            "purchase_lines": [
                {
                    "purchase_no": number,
                    "line": 1,
                    "part": self.good.part,
                    "specification": self.good.spec,
                    "quantity": self.quantity,
                    "unit": "个",
                    "price": price,
                }
            ],
        }

    def _letters(self) -> list[dict]:
        if not self.letter:
            return []
        paid = self.receipts[-1].date if self.receipts else None
        return [
            self._own(
                lc_no=f"LC-2012-{self.number}",
                issuing_bank=f"Example Bank, {self._ports['port_discharge']}",
                received_on=self.signed + timedelta(days=1),
                currency=self.order.currency,
                amount=self.order.amount,
                latest_shipment=self.delivery + timedelta(days=7),
                expiry=self.delivery + timedelta(days=28),
                presented_on=self.shipped + timedelta(days=3) if paid else None,
            )
        ]

    def _inspections(self) -> list[dict]:
        days = {"parts": self.parts, "production": self.made, "final": self.final}
        return [
            self._own(
                kind=kind,
                inspected_on=day,
                inspector=_INSPECTOR,
                product=self.good.item,
                quantity=self.quantity if kind == "final" else None,
                result="passed",
                findings="无问题 None",
            )
            for kind, day in days.items()
        ]

    def _cartons(self) -> int:
        return -(-int(self.quantity) // self.good.per_carton)

    def _packages(self) -> list[dict]:
        """Full cartons, and one with the rest."""
        each, total = self.good.per_carton, int(self.quantity)
        full, rest = divmod(total, each)
        spans = [(1, full, each)] if full else []
        spans += [(full + 1, full + 1, rest)] if rest else []
        net = Decimal(self.good.dollars) / 25
        return [
            {
                "packing_no": f"PL-{self.number}",
                "first": first,
                "last": last,
                "product": self.good.item,
                "quantity": Decimal(count),
                "net": round(net * count, 1),
                "gross": round(net * count, 1) + Decimal("1.2"),
                "volume": Decimal("0.062"),
            }
            for first, last, count in spans
        ]

    def _packing(self) -> Rows:
        packages = self._packages()
        sums = {
            key: sum(((row["last"] - row["first"] + 1) * row[key] for row in packages), Decimal(0))
            for key in ("net", "gross", "volume")
        }
        head = self._own(
            packing_no=f"PL-{self.number}",
            packed_on=self.packed,
            packages=self._cartons(),
            quantity=self.quantity,
            **sums,
            shipping_mark=self._mark,
            sent_on=self.packed + timedelta(days=1),
        )
        return {"packing_lists": [head], "packages": packages}

    def _papers(self) -> list[dict]:
        """The export papers that the terms need, the invoice among them."""
        money = {"currency": self.order.currency, "amount": self.order.amount}
        kept = {"copy_kept_on": self.shipped + timedelta(days=1)}
        goes_on = (
            self.order.payment_terms
            and self.order.payment_terms.endswith("B/L")
            and len(self.receipts) < 2
        )
        papers = [
            ("invoice", self.packed, money),
            ("customs", self.shipped - timedelta(days=1), money),
            ("C/O", self.shipped - timedelta(days=1), {}),
        ]
        if self.code in _SELLER_SHIPS:
            papers.append(("booking", self.packed, self._ports))
        if self.code == "CIF":
            cover = {
                "currency": self.order.currency,
                "amount": round(self.order.amount * 110 / 100, 2),
            }
            papers.append(("insurance", self.shipped - timedelta(days=1), cover))
        sent = None if goes_on else self.shipped + timedelta(days=3)
        papers.append(
            ("B/L", self.shipped, {**self._ports, "shipping_mark": self._mark, "sent_on": sent})
        )
        return [
            self._own(
                paper=paper,
                paper_no=f"{_PREFIX[paper]}-{self.number}",
                issued_on=day,
                **more,
                **kept,
            )
            for paper, day, more in papers
        ]

    def _archive(self) -> dict:
        day = self.shipped + timedelta(days=8)
        return self._own(
            archived_on=day,
            kept_by=GENERAL_MANAGER,
            packing_sealed_on=self.packed,
            product_sealed_on=self.packed,
        )

    def _changes(self, stage: str) -> list[dict]:
        """When the order came to each of its stages."""
        days = {
            "quoted": self.order.order_date,
            "confirmed": self.signed,
            "in production": self.start,
            "inspected": self.final,
            "packed": self.packed,
            "shipped": self.shipped,
            "paid": max([self.shipped, *(row.date for row in self.receipts)]),
            "archived": self.shipped + timedelta(days=8),
        }
        who = self.order.salesperson
        return [
            self._own(stage=key, changed_on=days[key], by=LIU if key == "archived" else who)
            for key in STAGE_KEYS[1 : PLACE[stage] + 1]
        ]


_USUAL = "T/T 30% deposit, 70% before shipment"
_PREFIX = {
    "C/O": "CO",
    "invoice": "IV",
    "customs": "CD",
    "booking": "BK",
    "insurance": "IN",
    "B/L": "BL",
}
