"""The forms of an order, the tables that hold them, and the stages of an order (C-2)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

STAGES = (
    ("enquiry", "询盘"),
    ("quoted", "已报价"),
    ("confirmed", "已确认"),
    ("in production", "生产中"),
    ("inspected", "已验货"),
    ("packed", "已装箱"),
    ("shipped", "已出运"),
    ("paid", "已收款"),
    ("archived", "已归档"),
)
STAGE_KEYS = tuple(key for key, _ in STAGES)
PLACE = {key: place for place, key in enumerate(STAGE_KEYS)}
"""Stage → its place, from 0."""
ON_HOLD = "on hold"
HALTS = ((ON_HOLD, "暂停"), ("cancelled", "已取消"), ("lost", "丢失"))
"""How an order can stand still: on hold until it goes on, cancelled, or lost before it was
confirmed.
"""
HALTED = tuple(key for key, _ in HALTS)
ENDED = HALTED[1:]
"""The halts after which nothing more is due, and the order counts no longer."""
CLAIMS = STAGES + HALTS
"""All that an order can claim in its column of stages."""


def place_of_claim(claim: str | None) -> int:
    """The place of the stage that an order claims; that of the first where it claims none or
    stands still: nothing is asked of it.
    """
    return PLACE.get(claim or "", 0)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its names, its tables (the head first), the column whose values tell its rows apart.

    `last`: of several rows only the latest by date counts, as with revised quotations.
    """

    key: str
    zh: str
    en: str
    tables: tuple[str, ...]
    kinds: str = ""
    last: bool = False

    @property
    def table(self) -> str:
        """The table of the form's heads."""
        return self.tables[0]


_FORMS = (
    Form("order", "订单", "order", ("orders", "order_lines")),
    Form("sample", "样办单", "sample form", ("samples",)),
    Form("quotation", "报价单", "quotation", ("quotations",), last=True),
    Form("proforma", "形式发票", "proforma invoice", ("proformas", "price_parts"), last=True),
    Form("cost", "成本分析单", "cost analysis", ("costs", "cost_items"), "kind"),
    Form("production", "生产加工单", "production order", ("production_orders", "production_parts")),
    Form("purchase", "采购单", "purchase order", ("purchase_orders", "purchase_lines")),
    Form("inspection", "验货报表", "inspection report", ("inspections",), "kind"),
    Form("account", "财务跟踪单", "account follow-up", ("accounts",), "kind"),
    Form("shipment", "出运", "shipment", ("shipments", "shipment_lines")),
    Form("packing", "装箱单", "packing list", ("packing_lists", "packages")),
    Form("export", "出口单证", "export papers", ("export_papers",), "paper"),
    Form("letter", "信用证", "letter of credit", ("letters", "letter_amendments", "drawings")),
    Form("archive", "归档", "archive", ("archives",)),
)
FORMS = {form.key: form for form in _FORMS}
TEN = (
    "sample",
    "quotation",
    "proforma",
    "cost",
    "production",
    "purchase",
    "inspection",
    "account",
    "packing",
    "export",
)
"""The papers' ten forms, in their order."""

OF_ORDER_LINES = frozenset(("quotation", "proforma", "production"))
"""Forms whose items are the order's lines."""
LINES_OF = {
    "purchase_lines": ("purchase_orders", "purchase_no"),
    "packages": ("packing_lists", "packing_no"),
    "letter_amendments": ("letters", "lc_no"),
    "drawings": ("letters", "lc_no"),
}
"""Tables whose rows belong to an order by way of a head: the head's table and the column that both
have.
"""

DATE_OF = {
    "quotations": "sent_on",
    "proformas": "issued_on",
    "costs": "analysed_on",
    "production_orders": "issued_on",
    "purchase_orders": "ordered_on",
    "inspections": "inspected_on",
    "letters": "received_on",
    "shipments": "date",
    "packing_lists": "packed_on",
    "export_papers": "issued_on",
    "approvals": "approved_on",
    "revisions": "replaced_on",
    "attachments": "date",
    "stage_changes": "changed_on",
}
"""Tables of which the latest row counts or is shown → the date that says which one that is. The
order of the rows says nothing.
"""

BY_SHIPMENT = frozenset(("inspection", "packing", "export"))
"""Forms that each shipment of an order has of its own."""
OF_SHIPMENT = ("inspections", "packing_lists", "export_papers")
"""Tables whose rows may belong to one shipment of an order."""
NOT_ALLOWED = "not allowed"
"""What a proforma invoice or letter of credit says where it allows no partial shipments."""

BILL = "B/L"
TRANSPORT = (BILL, "AWB", "CMR", "courier")
"""The transport documents: the date of an order's own is its day of shipment."""
BY_SEA = frozenset(("FAS", "FOB", "CFR", "CIF"))
"""Terms of Incoterms 2020 for the sea alone: a bill of lading belongs to them. With the others
the goods may go by air, road or courier.
"""
FROM_PRODUCT = {
    "specification": ("specification", "en_name", "zh_name"),
    "hs_code": ("hs_code",),
} | {key: (key,) for key in ("unit", "packing")}
"""Columns of the order's lines that a product fills in where they are blank, and from which of its
columns.
"""

INCOTERMS_2020 = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
INCOTERMS = frozenset(INCOTERMS_2020)
# Chinese characters may stand right behind a code, Latin letters not.
_CODE = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(INCOTERMS_2020)})(?![A-Z0-9])")
_SPELLED = re.compile(
    rf"(?<![A-Z0-9])(?:{'|'.join(r'[. ]'.join(code) for code in INCOTERMS_2020)})(?![A-Z0-9])\.?"
)
EDITION = "Incoterms 2020"
"""The edition whose terms we know."""
_EDITION = re.compile(
    r"INCOTERMS?\W*(?:20[012]0)?|国际贸易术语(?:解释通则)?\W*(?:20[012]0)?(?:年版?)?"
)
_TERMS = 1024
"""How many delivery terms are kept as they were read: orders repeat the same few, and each is
compared several times.
"""
INSTRUMENTS_KNOWN = ("T/T", "L/C", "D/P", "D/A", "O/A")
INSTRUMENTS = frozenset(INSTRUMENTS_KNOWN)
"""How an order can be paid."""
THERE, PARTS, ASKED = "there", "parts", "asked"
"""What else a requirement can wait for: that its form is there, that parts are bought, that the
customer's country or the letter of credit asks for its paper.
"""
MADE, BOUGHT = "made", "bought"
SUPPLIES = ((MADE, "自产"), (BOUGHT, "外购"))
"""How the goods of an order come about: our production makes them, or a supplier sells them."""
SUPPLY_KEYS = frozenset(key for key, _ in SUPPLIES)
ONLY_MADE = frozenset((("production", ""), ("inspection", PARTS), ("inspection", "production")))
"""Form and kind of its rows (empty: all) that only made goods have: bought ones are inspected when
they are finished.
"""
INVOICE, PACKING, DRAFT = "invoice", "packing list", "draft"
PAPER_WORDS = (
    ("C/O", ("origin", "产地", "c/o", "form a")),
    ("insurance", ("insurance", "保险")),
    ("AWB", ("awb", "air waybill", "空运单")),
    ("CMR", ("cmr", "公路运单")),
    ("courier", ("courier", "快递")),
    ("B/L", ("b/l", "lading", "提单")),
    (INVOICE, ("invoice", "发票")),
    (PACKING, ("packing list", "装箱单")),
    (DRAFT, ("draft", "bill of exchange", "汇票")),
    ("certificate", ("inspection", "商检", "检验")),
)
"""Paper that an L/C asks for → words of which one stands where a text names it; the first that
fits counts.
"""


@lru_cache(_TERMS)
def incoterm_code(text: str | None) -> str | None:
    """The Incoterms 2020 code of a text such as `CIF Hamburg`, `CIF墨尔本` or `cif(Melbourne)`.

    None without a code, and for a text with two of them.
    """
    found = {match[0] for match in _CODE.finditer(_plain(text))}
    return found.pop() if len(found) == 1 else None


@lru_cache(_TERMS)
def incoterm_place(text: str | None) -> str:
    """The place that a text such as `CIF Hamburg (Incoterms 2020)` names, as it is compared; empty
    without one.
    """
    rest = _CODE.sub(" ", _EDITION.sub(" ", _plain(text)))
    return "".join(re.findall(r"\w+", rest))


def incoterm_named(text: str | None) -> str:
    """The place that a delivery term names, in capitals as carriers write it: `SAN ANTONIO`; empty
    without one.
    """
    rest = _CODE.sub(" ", _EDITION.sub(" ", _plain(text)))
    return " ".join(re.findall(r"[^\s()（）,，:：;；]+", rest)).strip(" .-®")


def incoterm_agreed(text: str | None) -> tuple[str | None, str]:
    """Code and place of a text, as two texts are compared: brackets, width, blanks and case do not
    count.
    """
    return incoterm_code(text), incoterm_place(text)


def incoterm_stated(text: str | None) -> str | None:
    """A delivery term as papers state it, with the edition that it is of: `CIF Hamburg, Incoterms
    2020`; as it is where it names one, or has no code (ICC: a contract names the edition).
    """
    if incoterm_code(text) is None or _EDITION.search(_plain(text)):
        return text
    return f"{(text or '').rstrip(' .,;，。；')}, {EDITION}"


def _plain(text: str | None) -> str:
    """The text in one width and capitals, a code letter by letter (`C.I.F.`, `F O B`) in one
    word.
    """
    wide = unicodedata.normalize("NFKC", text or "").upper()
    return _SPELLED.sub(lambda match: f"{re.sub('[. ]', '', match[0])} ", wide)


def folded(text: str | None) -> str:
    """A text as it is compared: without case, blanks and line breaks."""
    return "".join(text.split()).casefold() if text else ""


def is_same(one: str, other: str) -> bool:
    """Whether two texts are the same as they are compared."""
    return one == other or folded(one) == folded(other)


def listed_papers(text: str | None) -> list[tuple[str, str | None]]:
    """The papers of a list such as `C/O; inspection certificate`: each as it stands there, and
    which paper of ours it is; None for one that is none of them.
    """
    found = []
    for part in re.split(r"[;；、,，\n]", text or ""):
        said = part.casefold()
        if said.strip():
            fits = (paper for paper, words in PAPER_WORDS if any(word in said for word in words))
            found.append((part.strip(), next(fits, None)))
    return found


def named_papers(text: str | None) -> set[str]:
    """The papers of ours that a list names; others are passed over."""
    return {paper for _, paper in listed_papers(text) if paper}
