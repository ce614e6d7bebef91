"""A whole order as rows of all its forms, for tests to take things out of: typed values, as a
workbook holds them.

The order: 1 200 pcs in two items, 12 500.00 USD, CIF Hamburg, 30 % deposit and the balance before
shipment.
"""

import copy
from datetime import date
from decimal import Decimal

from xlpy.book.cells.values import to_cell
from xlpy.book.defaults import default_records, default_rows
from xlpy.book.dossier import files_of
from xlpy.book.tables import Change, MemoryTables
from xlpy.core.tables import TABLES

TT = "T/T 30% deposit, 70% before shipment"
MARK = "BRANDT\nHAMBURG\nC/NO. 1-60"
NO = "SO-0001"
PRICED = "KB-01 400 pcs × 12.50, CB-02 800 pcs × 9.375"
MARKED = "BRANDT / HAMBURG / C/NO. 1-60"
BLOCK = "KB-01: Stainless steel knife block, 1 pc per box, 20 per carton"
BOARD = "CB-02: Bamboo cutting board 30 × 20 cm, engraved logo, 20 per carton"
REST = {
    "YB": ("Logo engraved 40 × 15 mm, oiled, no varnish",),
    "PI": ("Yantian–Hamburg", "Logo as approved sample YB-0001", MARKED, BLOCK, BOARD),
    "MO": (
        "一车间",
        "按留样 YB-0001 刻字",
        "AQL 2.5，刻字逐件检查",
        MARKED,
        "每箱 20 件，五层箱",
        "不得上漆",
        BLOCK,
        BOARD,
    ),
    "CG": ("东莞市恒达五金厂", "304 不锈钢，竹板含水率 8–12 %"),
}
"""What the order's papers say besides numbers, terms and lines, by how their numbers begin."""


def D(text):
    return Decimal(text)


def whole(seen):
    """A figure with the rest of its paper, where it ends in ` | …`: what the approver saw."""
    if not seen.endswith(" | …"):
        return seen
    return " | ".join((seen.removesuffix(" | …"), *REST.get(seen[:2], (BOARD,))))


def day(text):
    return date.fromisoformat(f"2012-{text}")


def shared():
    """What stands in the workbook beside the order's own rows."""
    return {
        "staff": [
            {"name": "王芳", "role": "salesperson"},
            {"name": "陈明", "role": "salesperson"},
            {"name": "刘洋", "role": "manager"},
            {"name": "赵磊", "role": "purchaser"},
        ],
        "customers": [
            {
                "customer": "Brandt & Söhne Haushaltswaren GmbH",
                "country": "Germany",
                "owner": "王芳",
            }
        ],
        "companies": [
            {
                "company": "海桥",
                "zh_name": "深圳市海桥进出口有限公司",
                "en_name": "Shenzhen Haiqiao Import & Export Co., Ltd.",
                "zh_address": "深圳市福田区滨河大道 1 号 1208 室",
                "tax_no": "91440300MA0000000X",
                "customs_code": "4403160001",
                "en_address": "Room 1208, 1 Binhe Avenue, Futian District, Shenzhen, China",
                "phone": "+86 755 0000 0000",
                "mail": "sales@haiqiao.example",
            }
        ],
        "banks": [
            {
                "currency": "USD",
                "holder": "Shenzhen Haiqiao Import & Export Co., Ltd.",
                "bank": "Example Bank, Shenzhen Branch",
                "account_no": "000011112222",
                "swift": "EXAMCNBS",
            }
        ],
        "addresses": [
            {
                "customer": "Brandt & Söhne Haushaltswaren GmbH",
                "kind": "buyer",
                "address": "Speicherstraße 12, 20457 Hamburg",
                "country": "Germany",
            }
        ],
        "suppliers": [
            {"supplier": "东莞市恒达五金厂", "address": "东莞市长安镇", "contact": "何先生"}
        ],
        "products": [
            {
                "product": "KB-01",
                "zh_name": "不锈钢刀架",
                "en_name": "Stainless steel knife block",
                "hs_code": "7323930000",
                "unit": "pcs",
                "packing": "1 pc per box, 20 per carton",
                "elements": "境内自主品牌|不锈钢制|厨房用",
                "goods_from": "深圳特区 44031",
            },
            {
                "product": "CB-02",
                "zh_name": "竹砧板",
                "en_name": "Bamboo cutting board",
                "hs_code": "4419190000",
                "unit": "pcs",
                "packing": "20 per carton",
                "elements": "境外贴牌|竹制|厨房用",
                "goods_from": "深圳特区 44031",
            },
        ],
        "prices": [
            {
                "product": "KB-01",
                "currency": "USD",
                "price": D("12.5"),
                "lowest": D("12"),
                "highest": D("14"),
                "from": day("01-01"),
            },
            {
                "product": "CB-02",
                "currency": "USD",
                "price": D("8.75"),
                "lowest": D("8.5"),
                "from": day("01-01"),
            },
        ],
    }


def order():
    """The order's own rows, complete to the archive."""
    own = {"order_no": NO}
    ports = {"port_loading": "Yantian", "port_discharge": "Hamburg"}
    return {
        "orders": [
            {
                **own,
                "customer": "Brandt & Söhne Haushaltswaren GmbH",
                "salesperson": "王芳",
                "order_date": day("03-05"),
                "currency": "USD",
                "amount": D("12500.00"),
                "incoterm": "CIF Hamburg",
                "payment_terms": TT,
                "stage": "archived",
            }
        ],
        "order_lines": [
            {**own, "line": 1, "product": "KB-01", "quantity": D(400), "price": D("12.5")},
            {
                **own,
                "line": 2,
                "product": "CB-02",
                "specification": "Bamboo cutting board 30 × 20 cm, engraved logo",
                "quantity": D(800),
                "price": D("9.375"),
            },
        ],
        "samples": [
            {
                **own,
                "sample_no": "YB-0001",
                "product": "CB-02",
                "details": "Logo engraved 40 × 15 mm, oiled, no varnish",
                "asked": D(2),
                "made": D(3),
                "due_on": day("03-12"),
                "label": "SO-0001 CB-02 2012-03-12",
                "value": D("4.50"),
                "currency": "USD",
                "copy_production_on": day("03-06"),
                "copy_trade_on": day("03-06"),
                "copy_accounts_on": day("03-06"),
            }
        ],
        "quotations": [
            {
                **own,
                "quotation_no": "QT-0001",
                "enquired_on": day("03-05"),
                "sent_on": day("03-05"),
                "valid_until": day("04-05"),
                "incoterm": "CIF Hamburg",
                "payment_terms": TT,
                "delivery_time": "45 days after deposit",
            }
        ],
        "proformas": [
            {
                **own,
                **ports,
                "proforma_no": "PI-0001",
                "issued_on": day("03-14"),
                "currency": "USD",
                "amount": D("12500.00"),
                "quantity": D(1200),
                "requirements": "Logo as approved sample YB-0001",
                "incoterm": "CIF Hamburg",
                "payment_terms": TT,
                "delivery_on": day("05-05"),
                "shipping_mark": MARK,
                "signed_by": "H. Brandt",
                "signed_on": day("03-16"),
                "copy_accounts_on": day("03-16"),
            }
        ],
        "costs": [
            _cost("rough", "03-05", "58500.00"),
            _cost("confirmed", "03-15", "57915.00"),
            _actual(),
        ],
        "production_orders": [
            {
                **own,
                "production_no": "MO-0001",
                "issued_on": day("03-20"),
                "maker": "一车间",
                "quantity": D(1200),
                "requirements": "按留样 YB-0001 刻字",
                "delivery_on": day("04-28"),
                "quality_control": "AQL 2.5，刻字逐件检查",
                "shipping_mark": MARK,
                "packing": "每箱 20 件，五层箱",
                "note": "不得上漆",
                "briefing_on": day("03-19"),
                "price_reviewed_on": day("03-19"),
                "delivery_reviewed_on": day("03-19"),
                "payment_reviewed_on": day("03-19"),
            }
        ],
        "production_parts": [
            {**own, "part": "竹板", "quantity": D(800), "unit": "块", "from_stock": D(100)},
            {**own, "part": "钢座", "quantity": D(400), "unit": "个"},
        ],
        "purchase_orders": [
            {
                **own,
                "purchase_no": "CG-0001",
                "supplier": "东莞市恒达五金厂",
                "ordered_on": day("03-21"),
                "quality": "304 不锈钢，竹板含水率 8–12 %",
                "delivery_on": day("04-05"),
                "countersigned_by": "何先生",
                "countersigned_on": day("03-22"),
            }
        ],
        "purchase_lines": [
            {
                "purchase_no": "CG-0001",
                "line": 1,
                "part": "竹板",
                "quantity": D(700),
                "unit": "块",
                "price": D("18.5"),
            },
            {
                "purchase_no": "CG-0001",
                "line": 2,
                "part": "钢座",
                "quantity": D(400),
                "unit": "个",
                "price": D("65"),
            },
        ],
        "inspections": [
            _inspection("parts", "04-06", None),
            _inspection("production", "04-16", None),
            _inspection("final", "04-27", D(1200)),
        ],
        "accounts": [
            {
                **own,
                "kind": "deposit",
                "due_on": day("03-20"),
                "due": D("3750.00"),
                "currency": "USD",
                "settled": D("3750.00"),
                "settled_on": day("03-19"),
            },
            {
                **own,
                "kind": "balance",
                "due_on": day("05-02"),
                "due": D("8750.00"),
                "currency": "USD",
                "settled": D("8750.00"),
                "settled_on": day("05-02"),
            },
        ],
        "receipts": [
            _receipt("R-1", "03-19", "3750.00"),
            _receipt("R-2", "05-02", "8750.00"),
        ],
        "packing_lists": [
            {
                **own,
                "packing_no": "PL-0001",
                "packed_on": day("04-29"),
                "packages": 60,
                "quantity": D(1200),
                "net": D(900),
                "gross": D(1020),
                "volume": D("5.4"),
                "shipping_mark": MARK,
                "container": "TGHU0000000 / S00001",
                "sent_on": day("04-30"),
            }
        ],
        "packages": [
            _package(1, 20, "KB-01", 20, "18", "20", "0.12"),
            _package(21, 60, "CB-02", 20, "13.5", "15.5", "0.075"),
        ],
        "export_papers": [
            _paper("booking", "BK-1", "04-28"),
            _paper("customs", "CD-1", "05-01", currency="USD", amount=D("12500.00")),
            _paper("insurance", "IN-1", "05-02", currency="USD", amount=D("13750.00")),
            _paper("B/L", "BL-1", "05-03", shipping_mark=MARK, sent_on=day("05-06"), **ports),
        ],
        "approvals": [
            _approval("sample", "03-06", "YB-0001 CB-02 × 3 | …"),
            _approval(
                "quotation",
                "03-05",
                f"USD CIF Hamburg {TT} 45 days after deposit = CB-02 800 pcs × 9.375 | …",
            ),
            _approval(
                "proforma",
                "03-15",
                f"PI-0001 12500.00 USD 1200 CIF Hamburg {TT} 2012-05-05 = {PRICED} | …",
            ),
            _approval(
                "production",
                "03-20",
                "MO-0001 × 1200 2012-04-28 = KB-01 400 pcs, CB-02 800 pcs | …",
            ),
            _approval(
                "purchase",
                "03-21",
                "CG-0001 38950.00 CNY 2012-04-05 = 竹板 700 块 × 18.50, 钢座 400 个 × 65.00 | …",
            ),
        ],
        "archives": [
            {
                **own,
                "archived_on": day("05-20"),
                "kept_by": "总经理",
                "packing_sealed_on": day("04-30"),
                "product_sealed_on": day("04-30"),
            }
        ],
    }


def _cost(kind, when, purchase):
    """A margin well above the floor: 79 000 of revenue, 57 000 to 58 500 incl. VAT to buy."""
    return {
        "order_no": NO,
        "kind": kind,
        "analysed_on": day(when),
        "analysed_by": "王芳",
        "currency": "USD",
        "price": D("12500.00"),
        "rate": D("6.32"),
        "rate_on": day(when),
        "rate_source": "中国银行现汇买入价",
        "purchase": int(D(purchase) * 100),
        "vat": D(17),
        "rebate_rate": D(9),
        "freight": 620000,
        "insurance": 48000,
        "commission": 0,
        "bank": 25000,
    }


def _actual():
    return _cost("actual", "05-18", "57915.00") | {"rate": D("6.31"), "freight": 640000}


def _inspection(kind, when, quantity):
    return {
        "order_no": NO,
        "kind": kind,
        "inspected_on": day(when),
        "inspector": "赵磊",
        "quantity": quantity,
        "result": "passed",
        "findings": "无问题",
    }


def _receipt(number, when, amount):
    return {
        "receipt_no": number,
        "date": day(when),
        "order_no": NO,
        "amount": D(amount),
        "currency": "USD",
        "rate": D("6.31"),
    }


def _package(first, last, product, quantity, net, gross, volume):
    weights = {"net": D(net), "gross": D(gross), "volume": D(volume)}
    return {
        "packing_no": "PL-0001",
        "first": first,
        "last": last,
        "product": product,
        "quantity": D(quantity),
        **weights,
    }


def _paper(paper, number, when, **more):
    return {
        "order_no": NO,
        "paper": paper,
        "paper_no": number,
        "issued_on": day(when),
        "copy_kept_on": day("05-06"),
        **more,
    }


def _approval(form, when, seen):
    return {
        "order_no": NO,
        "form": form,
        "kind": "approval",
        "by": "刘洋",
        "approved_on": day(when),
        "seen": whole(seen),
    }


def letter():
    """What makes the order one that is paid by a letter of credit, in time."""
    rows = order()
    for row in (rows["orders"][0], rows["quotations"][0], rows["proformas"][0]):
        row["payment_terms"] = "L/C at sight"
    rows["accounts"] = [rows["accounts"][1] | {"due": D("12500.00"), "settled": D("12500.00")}]
    rows["receipts"] = [_receipt("R-1", "05-14", "12500.00")]
    for row in rows["approvals"]:
        row["seen"] = row["seen"].replace(TT, "L/C at sight")
    rows["letters"] = [
        {
            "order_no": NO,
            "lc_no": "LC-1",
            "issuing_bank": "Example Bank, Hamburg",
            "received_on": day("03-19"),
            "currency": "USD",
            "amount": D("12500.00"),
            "latest_shipment": day("05-10"),
            "expiry": day("06-01"),
            "presented_on": day("05-07"),
        }
    ]
    return rows


def bought():
    """The order of goods that a supplier makes: 400 × 65.00 + 800 × 39.89375 = 57 915.00 CNY, all
    in on 04-28, the day after the final inspection there.
    """
    rows = order()
    rows["orders"][0]["supply"] = "bought"
    del rows["production_orders"], rows["production_parts"]
    goods = (("KB-01", 400, "65"), ("CB-02", 800, "39.89375"))
    rows["purchase_lines"] = [
        {
            "purchase_no": "CG-0001",
            "line": at,
            "part": product,
            "quantity": D(quantity),
            "unit": "pcs",
            "price": D(price),
            "received": D(quantity),
            "received_on": day("04-28"),
        }
        for at, (product, quantity, price) in enumerate(goods, 1)
    ]
    rows["inspections"] = rows["inspections"][2:]
    rows["approvals"] = [row for row in rows["approvals"] if row["form"] != "production"]
    rows["approvals"][-1]["seen"] = whole(
        "CG-0001 57915.00 CNY 2012-04-05 = KB-01 400 pcs × 65.00, CB-02 800 pcs × 39.89375 | …"
    )
    return rows


def split():
    """The order in two shipments: 400 knife blocks and 200 boards on 04-25, 600 boards on 05-03."""
    rows = order()
    rows["proformas"][0]["partial"] = "allowed"
    rows["shipments"] = [_shipment("SH-1", "04-25", "BL-1"), _shipment("SH-2", "05-03", "BL-2")]
    goes = (("SH-1", 1, 400), ("SH-1", 2, 200), ("SH-2", 2, 600))
    rows["shipment_lines"] = [
        {"shipment_no": number, "order_no": NO, "line_no": line, "quantity": D(quantity)}
        for number, line, quantity in goes
    ]
    parts, production, final = rows["inspections"]
    first = final | {"inspected_on": day("04-20"), "quantity": D(600), "shipment_no": "SH-1"}
    rows["inspections"] = [parts, production, first]
    rows["inspections"].append(final | {"quantity": D(600), "shipment_no": "SH-2"})
    [packed] = rows["packing_lists"]
    half = {"packages": 30, "quantity": D(600)}
    rows["packing_lists"] = [
        packed
        | half
        | {"shipment_no": "SH-1", "packed_on": day("04-21"), "sent_on": day("04-22")}
        | {"net": D(495), "gross": D(555), "volume": D("3.15")},
        packed
        | half
        | {"shipment_no": "SH-2", "packing_no": "PL-0002"}
        | {"net": D(405), "gross": D(465), "volume": D("2.25")},
    ]
    boards = _package(1, 30, "CB-02", 20, "13.5", "15.5", "0.075") | {"packing_no": "PL-0002"}
    first, second = rows["packages"]
    rows["packages"] = [first, second | {"last": 30}, boards]
    rows["export_papers"] = [
        *_papers("SH-1", "6875.00", "7562.50", "04-20", "04-23", "04-24", "04-25"),
        *_papers("SH-2", "5625.00", "6187.50", "04-28", "05-01", "05-02", "05-03"),
    ]
    deposit, balance = rows["accounts"]
    dues = (("04-24", "4812.50"), ("05-02", "3937.50"))
    rows["accounts"] = [deposit]
    for when, due in dues:
        paid = {"due_on": day(when), "settled_on": day(when), "due": D(due), "settled": D(due)}
        rows["accounts"].append(balance | paid)
    rows["receipts"] = [rows["receipts"][0]]
    rows["receipts"] += [_receipt(f"R-{at}", *each) for at, each in enumerate(dues, 2)]
    return rows


def _shipment(number, when, bill):
    return {
        "shipment_no": number,
        "date": day(when),
        "transport": "sea",
        "vessel": "EVER GREAT",
        "voyage": "012W",
        "document_no": bill,
        "from_port": "Yantian",
        "to_port": "Hamburg",
        "container": "TGHU0000000 / S00001",
    }


def _papers(shipment, amount, insured, booked, cleared, covered, sailed):
    money = {"currency": "USD", "shipment_no": shipment}
    ports = {"port_loading": "Yantian", "port_discharge": "Hamburg", "shipment_no": shipment}
    at = shipment[-1]
    return [
        _paper("booking", f"BK-{at}", booked, shipment_no=shipment),
        _paper("customs", f"CD-{at}", cleared, amount=D(amount), **money),
        _paper("insurance", f"IN-{at}", covered, amount=D(insured), **money),
        _paper("B/L", f"BL-{at}", sailed, shipping_mark=MARK, sent_on=day("05-06"), **ports),
    ]


def records(rows):
    """The typed rows of an order, with what is shared and the default rules, as records."""
    tables = {**shared(), **copy.deepcopy(rows)}
    made = {
        key: [_record(key, row, at) for at, row in enumerate(found, 2)]
        for key, found in tables.items()
    }
    return {key: [] for key in TABLES} | defaults() | made


def _record(key, row, at):
    table = TABLES[key]
    blank = {column.field: None for column in table.columns}
    return table.record(
        **{**blank, **{table.column(k).field: v for k, v in row.items()}, "row": at}
    )


def defaults():
    """The default rules as records."""
    return {key: default_records(key) for key in default_rows()}


def files(rows):
    """The dossiers of an order's rows."""
    return files_of(records(rows))


def tables(rows):
    """A workbook in memory with an order's rows, what is shared, and the default rules."""
    typed = {**shared(), **copy.deepcopy(rows)}
    return MemoryTables(
        default_rows() | {key: [cells(key, row) for row in found] for key, found in typed.items()}
    )


def type_in(tables, key, index, **cells):
    """Type into cells of one row, by its index."""
    tables.commit([Change(key, update={index: cells})])


def type_below(tables, key, *rows):
    """Type rows below a table."""
    tables.commit([Change(key, append=rows)])


def cells(key, row):
    columns = {column.key: column for column in TABLES[key].columns}
    return {name: to_cell(columns[name], value) for name, value in row.items() if value is not None}
