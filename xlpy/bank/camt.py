"""ISO 20022 bank messages (camt.052, camt.053, camt.054) as lines of a statement."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from xlpy.bank.records import ENTRY, UNPAID, UNREAD, BankStatement, Line, Why, fault
from xlpy.core.issues import DataError
from xlpy.core.text import Text

_BOOKED = "BOOK"
_REVERSED: Why = Text("银行冲回了一笔付款", "the bank reversed a payment of ours")
_RETURNED: Why = Text("退回的款项", "a payment that was returned")
_SAID = {
    "Ustrd",
    "AddtlNtryInf",
    "AddtlTxInf",
    "AddtlRmtInf",
    "EndToEndId",
    "Ref",
    "Nm",
    "InstrId",
    "TxId",
    "PmtInfId",
    "Nb",
    "MndtId",
    "NtryRef",
    "AcctSvcrRef",
    "ChqNb",
    "AddtlInf",
}
"""The elements that may hold an order number."""


def is_camt(text: str) -> bool:
    """Whether a text is such a message."""
    return bool(
        re.search(
            r"<(?:\w+:)?(?:BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn)\b", text[:8000]
        )
    )


def read(data: bytes) -> BankStatement:
    """The entries of all accounts in order; `row` is an entry's number, `2.1` the first payment of
    one that has many.

    The day is that of booking, else the value date. Raises DataError for a message that is damaged.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DataError(
            [
                fault(
                    None,
                    Text(
                        "XML 里有不该有的声明",
                        "the XML has a declaration that does not belong there",
                    ),
                )
            ]
        )
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as failure:
        place = failure.position[0]
        raise DataError([fault(place, Text("XML 已损坏", "the XML is damaged"))]) from None
    except (LookupError, ValueError):
        words = Text("XML 的编码无法读取", "the XML declares an encoding that cannot be read")
        raise DataError([fault(None, words)]) from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    lines: list[Line] = []
    for number, entry in enumerate(root.iter("Ntry"), 1):
        lines += _entry(number, entry)
    told = [
        Text(
            "日期取入账日，没有时取起息日",
            "the day is that of booking; where there is none, the value date",
        )
    ]
    return BankStatement(lines, None, [], told)


def _entry(number: int, entry) -> list[Line]:
    payments = entry.findall("NtryDtls/TxDtls")
    whole = _line(str(number), entry, entry, payments[0] if len(payments) == 1 else None)
    if len(payments) < 2 or whole.kind != ENTRY:
        return [_numbered(whole, number)]
    parts = [
        _line(f"{number}.{at}", entry, payment, payment) for at, payment in enumerate(payments, 1)
    ]
    sums = [part.amount for part in parts if part.amount is not None]
    if (
        len(sums) == len(parts)
        and sum(sums) == whole.amount
        and {part.currency for part in parts} == {whole.currency}
    ):
        return parts
    why = Text("一笔里有几个付款，金额合不上", "it holds several payments that do not add up to it")
    texts = tuple(text for payment in payments for text in _texts(payment))
    return [_numbered(_with(whole, texts, (why,)), number)]


def _numbered(line: Line, number: int) -> Line:
    return replace(line, row=number)


def _with(line: Line, texts: tuple[str, ...], doubts: tuple[Why, ...]) -> Line:
    return replace(line, texts=line.texts + texts, doubts=line.doubts + doubts)


def _line(row: str, entry, part, payment) -> Line:
    day = _day(entry)
    texts = tuple(dict.fromkeys((*_texts(part), *_texts(entry, deep=False))))
    try:
        size, currency = _amount(part if part is entry else payment, entry)
    except (InvalidOperation, ValueError):
        return Line(
            row, UNREAD, day, texts=texts, why=Text("没有可读的金额", "has no sum that can be read")
        )
    if day is None:
        return Line(row, UNREAD, texts=texts, why=Text("没有入账日", "has no day of booking"))
    way = (part.findtext("CdtDbtInd") or entry.findtext("CdtDbtInd") or "").strip()
    if way not in ("CRDT", "DBIT"):
        return Line(
            row,
            UNREAD,
            day,
            texts=texts,
            why=Text("没有写是收还是支", "neither in nor out is said"),
        )
    status = (
        entry.findtext("Sts/Cd") or entry.findtext("Sts/Prtry") or entry.findtext("Sts") or _BOOKED
    ).strip()
    if status != _BOOKED:
        why = Text(f"状态“{status}”：还没有入账", f'its status is "{status}": it is not booked yet')
        return Line(row, UNPAID, day, currency=currency, texts=texts, why=why)
    doubts = []
    if (entry.findtext("RvslInd") or "").strip() in ("true", "1") and way == "CRDT":
        doubts.append(_REVERSED)
    if way == "CRDT" and part.find(".//RtrInf") is not None:
        doubts.append(_RETURNED)
    number = _number(payment if payment is not None and part is not entry else entry, payment)
    amount = size if way == "CRDT" else -size
    return Line(
        row, ENTRY, day, amount, currency, None, number, texts, (row,), doubts=tuple(doubts)
    )


def _amount(part, entry) -> tuple[Decimal, str | None]:
    """A sum and its currency, as booked on the account."""
    places = ("Amt", "AmtDtls/TxAmt/Amt")
    found = next((element for place in places if (element := part.find(place)) is not None), None)
    if found is None:
        raise ValueError
    size = Decimal((found.text or "").strip())
    if not size.is_finite() or size < 0:
        raise ValueError
    return size, found.get("Ccy")


def _day(entry) -> date | None:
    for place in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        text = (entry.findtext(place) or "").strip()
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return None


def _number(element, payment) -> str:
    for place in ("AcctSvcrRef", "Refs/AcctSvcrRef"):
        if number := (element.findtext(place) or "").strip():
            return number
    return ""


def _texts(element, deep: bool = True) -> list[str]:
    """What is said in an element; a text that the bank cut into several is joined, too."""
    found = [child for child in (element.iter() if deep else element) if child.tag in _SAID]
    texts = [(child.text or "").strip() for child in found]
    cut = [(child.text or "") for child in found if child.tag == "Ustrd"]
    return [
        text
        for text in (*texts, "".join(cut) if len(cut) > 1 else "")
        if text and text != "NOTPROVIDED"
    ]
