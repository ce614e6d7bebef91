"""What a letter of credit allows: its amount and quantity with their tolerance (UCP 600 art. 30),
what is drawn under it, and the papers that it asks for (C-2.8).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.dossier.billing import billed_amount
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import DRAFT, INVOICE, NOT_ALLOWED, PACKING, TRANSPORT, listed_papers
from xlpy.core.dossier.scans import shows
from xlpy.core.dossier.tolerance import is_over, is_short
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.money import percent
from xlpy.core.tables.letters import Drawing
from xlpy.core.tables.shipping import Letter
from xlpy.core.text import Text

_AMEND = Text("请客户改证", "have the letter of credit amended")
_BY_ROWS = frozenset(("C/O", "certificate"))
"""Papers that requirements of their own ask for where an L/C does."""


def _share(dossier: Dossier, key: str) -> Fraction:
    return dossier.rules.optional_ratio(key) or Fraction(0)


def _states_tolerance(letter: Letter) -> bool:
    """Whether the L/C itself says how far amount and quantity may differ."""
    return letter.more is not None or letter.less is not None


def most_drawn(dossier: Dossier, letter: Letter) -> Decimal | None:
    """The most that may be drawn under a letter of credit; None where it states no amount."""
    if letter.amount is None:
        return None
    share = Fraction(0)
    if _states_tolerance(letter):
        share = percent(letter.more)
    elif letter.quantity_terms == "about":
        share = _share(dossier, "lc.about")
    return _of(dossier, letter.amount, 1 + share)


def least_drawn(dossier: Dossier, letter: Letter) -> Decimal:
    """The least that must be drawn in one where partial shipments are not allowed; 0 where they
    are, or no amount is stated.
    """
    if letter.amount is None or letter.partial != NOT_ALLOWED:
        return Decimal(0)
    if _states_tolerance(letter):
        share = percent(letter.less)
    elif letter.quantity_terms == "about":
        share = _share(dossier, "lc.about")
    else:
        share = _share(dossier, "lc.less")
    return _of(dossier, letter.amount, 1 - share)


def _of(dossier: Dossier, amount: Decimal, share: Fraction) -> Decimal:
    return dossier.rounded(amount * share.numerator / share.denominator)


def quantity_shares(dossier: Dossier, letter: Letter) -> tuple[Fraction, Fraction]:
    """How far the quantity may be below and above what the L/C states, as ratios (UCP 600 art.
    30).
    """
    if _states_tolerance(letter):
        return percent(letter.less), percent(letter.more)
    keys = {"about": "lc.about", "measure": "lc.measure"}
    share = _share(dossier, keys.get(letter.quantity_terms or "", ""))
    return share, share


def covers_order(dossier: Dossier) -> Iterator[Fault]:
    """The letters of credit are in the order's currency and together cover its amount (C-2.8)."""
    rows, order = [row for row in dossier.of("letters") if row.amount is not None], dossier.order
    for row in rows:
        if row.currency not in (None, order.currency) and order.currency:
            yield Fault(
                "letters",
                row.row,
                "currency",
                Text(
                    f"信用证 {row.lc_no} 的币种 {row.currency} 不是订单的 {order.currency}",
                    f"L/C {row.lc_no} is in {row.currency}, the order in {order.currency}",
                ),
                _AMEND,
            )
    own = [row for row in rows if row.currency in (None, order.currency)]
    if not own or order.amount is None:
        return
    most = [most_drawn(dossier, row) or Decimal(0) for row in own]
    if sum(most, Decimal(0)) < order.amount:
        there, here = (
            money_text(value, order.currency) for value in (sum(most, Decimal(0)), order.amount)
        )
        each = ", ".join(
            f"{row.lc_no} {money_text(value, order.currency)}"
            for row, value in zip(own, most, strict=True)
        )
        zh, en = (f"（{each}）", f" ({each})") if len(own) > 1 else ("", "")
        yield Fault(
            "letters",
            own[-1].row,
            "amount",
            Text(
                f"信用证 {there}{zh} 不够付订单 {here}",
                f"the letter of credit's {there}{en} does not cover the order's {here}",
            ),
            _AMEND,
        )


def drawn(dossier: Dossier) -> Iterator[Fault]:
    """Each letter of credit pays what is drawn under it; before anything is, all together pay the
    invoice (UCP 600 art. 18 b, 30).
    """
    letters = [row for row in dossier.of("letters") if row.amount is not None]
    if dossier.of("drawings"):
        nothing = [row for row in dossier.of("drawings") if row.amount <= 0]
        yield from (_no_drawing(row) for row in nothing)
        for letter in letters if not nothing else ():
            yield from _drawn_under(dossier, letter)
        return
    billed, limits = billed_amount(dossier), [most_drawn(dossier, row) for row in letters]
    if billed is None or not letters:
        return
    most = sum((limit for limit in limits if limit is not None), Decimal(0))
    if billed > most:
        yield _too_much(dossier, letters[-1], "letters", letters[-1].row, billed, most, INVOICED)
    elif len(letters) == 1 and billed < least_drawn(dossier, letters[0]):
        yield _too_little(dossier, letters[0], "letters", letters[0].row, billed, INVOICED)


def _no_drawing(row: Drawing) -> Fault:
    return Fault(
        "drawings",
        row.row,
        "amount",
        Text(
            f"信用证 {row.lc_no} 第 {row.drawing_no} 次支款 {plain(row.amount)} 不是正数",
            f"drawing {row.drawing_no} of L/C {row.lc_no}: {plain(row.amount)} is not above 0",
        ),
        Text("请改正金额", "correct the amount"),
    )


INVOICED, DRAWN = Text("发票", "the invoice's"), Text("支款合计", "drawn in all,")


def _drawn_under(dossier: Dossier, letter: Letter) -> Iterator[Fault]:
    rows: list[Drawing] = [row for row in dossier.of("drawings") if row.lc_no == letter.lc_no]
    total = sum((row.amount for row in rows), Decimal(0))
    most = most_drawn(dossier, letter)
    if rows and most is not None and total > most:
        yield _too_much(dossier, letter, "drawings", rows[-1].row, total, most, DRAWN)
    if letter.partial == NOT_ALLOWED and len(rows) > 1:
        yield Fault(
            "drawings",
            rows[1].row,
            "lc_no",
            Text(
                f"信用证 {letter.lc_no} 不许分批，却支款 {len(rows)} 次",
                f"L/C {letter.lc_no} allows no partial shipments, {len(rows)} drawings were made",
            ),
            _AMEND,
        )
    elif rows and total < least_drawn(dossier, letter):
        yield _too_little(dossier, letter, "drawings", rows[-1].row, total, DRAWN)


def _too_much(
    dossier: Dossier,
    letter: Letter,
    table: str,
    row: int | None,
    total: Decimal,
    most: Decimal,
    what: Text,
) -> Fault:
    currency = letter.currency or dossier.currency
    sums = [money_text(value, currency) for value in (total, most, total - most)]
    return Fault(
        table,
        row,
        "amount",
        Text(
            f"{what.zh} {sums[0]} 超过信用证 {letter.lc_no} 可支的 {sums[1]}，多 {sums[2]}",
            f"{what.en} {sums[0]} is more than the {sums[1]} of L/C {letter.lc_no}: "
            f"{sums[2]} too much",
        ),
        Text(
            "请减少金额、改证，或另收差额",
            "lower the amount, have the L/C amended, or collect the rest otherwise",
        ),
    )


def _too_little(
    dossier: Dossier, letter: Letter, table: str, row: int | None, total: Decimal, what: Text
) -> Fault:
    currency = letter.currency or dossier.currency
    here, there = (money_text(value, currency) for value in (total, least_drawn(dossier, letter)))
    return Fault(
        table,
        row,
        "amount",
        Text(
            f"{what.zh} {here} 少于信用证 {letter.lc_no} 不许分批时至少的 {there}",
            f"{what.en} {here} is below the {there} that L/C {letter.lc_no} wants without partial "
            "shipments",
        ),
        _AMEND,
    )


def quantity(dossier: Dossier) -> Iterator[Fault]:
    """What is packed of each product differs from the order no further than the letter of credit
    allows; less may be packed where it allows partial shipments (UCP 600 art. 30, 31).
    """
    packed, lines = dossier.packed, dossier.of("order_lines")
    if not packed or any(line.quantity is None or line.product is None for line in lines):
        return
    ordered: dict[str, Decimal] = {}
    for line in lines:
        ordered[line.product] = ordered.get(line.product, Decimal(0)) + line.quantity
    for letter in dossier.of("letters"):
        less, more = quantity_shares(dossier, letter)
        for product, wanted in ordered.items():
            have = packed.get(product, Decimal(0))
            below = letter.partial == NOT_ALLOWED and is_short(have, wanted, less)
            if below or is_over(have, wanted, more):
                yield _off(dossier, letter, product, wanted, have, less if below else more)


def _off(
    dossier: Dossier, letter: Letter, product: str, wanted: Decimal, have: Decimal, share: Fraction
) -> Fault:
    row = next((line.row for line in dossier.of("packages") if line.product == product), None)
    limit = plain(Decimal((share * 100).numerator) / (share * 100).denominator)
    sign = "−" if have < wanted else "+"
    return Fault(
        "packages",
        row,
        "quantity",
        Text(
            f"“{product}”装箱 {plain(have)}，信用证 {letter.lc_no} 要 {plain(wanted)}，"
            f"只许 {sign}{limit} %",
            f"{product}: {plain(have)} packed, L/C {letter.lc_no} wants {plain(wanted)}, {sign}"
            f"{limit} % at most",
        ),
        Text(
            "请改装箱数量，或请客户改证",
            "pack another quantity, or have the letter of credit amended",
        ),
    )


def documents(dossier: Dossier) -> Iterator[Fault]:
    """Every paper that a letter of credit lists is there; one that is none of the forms is named,
    for a person to see to.
    """
    papers = {row.paper for row in dossier.of("export_papers") if row.issued_on}
    for letter in dossier.of("letters"):
        for said, paper in listed_papers(letter.documents):
            if paper is None and not shows(dossier, said):
                yield _unknown_paper(letter, said)
            elif paper is not None and not _is_there(dossier, paper, papers, letter):
                yield Fault(
                    "letters",
                    letter.row,
                    "documents",
                    Text(
                        f"信用证 {letter.lc_no} 要“{said}”，还没有",
                        f'L/C {letter.lc_no} asks for "{said}", which is not there',
                    ),
                    Text("请办好并登记", "get it and enter it"),
                )


def _is_there(dossier: Dossier, paper: str, papers: set[str], letter: Letter) -> bool:
    if paper in _BY_ROWS:
        return True
    if paper in (PACKING, INVOICE):  # ours: the packing list fills in both
        return bool(dossier.of("packing_lists"))
    if paper == DRAFT:
        # Without drawings an L/C is drawn in one, and its day says that the draft went along.
        drawings = [row for row in dossier.of("drawings") if row.lc_no == letter.lc_no]
        return bool(drawings) or letter.presented_on is not None
    return paper in papers or (paper in TRANSPORT and not papers.isdisjoint(TRANSPORT))


def _unknown_paper(letter: Letter, said: str) -> Fault:
    return Fault(
        "letters",
        letter.row,
        "documents",
        Text(
            f"信用证 {letter.lc_no} 要“{said}”，不在已知的单证里",
            f'L/C {letter.lc_no} asks for "{said}", which is none of the known papers',
        ),
        Text(
            "办好后把扫描件登记为附件，说明里写这份单据",
            "when it is there attach its scan, with the paper's name as the note",
        ),
        blocks=False,
    )


def amendments_in_order(dossier: Dossier) -> Iterator[Fault]:
    """No two amendments of a letter of credit have one date, and their numbers follow their dates:
    which counts would be open (C-2.8).
    """
    last: dict[str, tuple[date, int]] = {}
    for row in sorted(dossier.of("letter_amendments"), key=lambda row: row.amended_on):
        day, number = last.get(row.lc_no, (date.min, 0))
        if row.amended_on == day or row.amendment_no <= number:
            zh = (
                f"信用证 {row.lc_no} 的修改 {row.amendment_no}（{row.amended_on}）排在修改 {number}"
                f"（{day}）之后"
            )
            en = (
                f"amendment {row.amendment_no} ({row.amended_on}) of L/C {row.lc_no} comes behind "
                f"amendment {number} ({day})"
            )
            do = Text("请核对号码和日期", "check numbers and dates")
            yield Fault("letter_amendments", row.row, "amended_on", Text(zh, en), do)
        last[row.lc_no] = row.amended_on, row.amendment_no
