"""What a paper still needs before it goes out: its forms, and all that a bank looks for (C-2)."""

from collections.abc import Iterable, Iterator, Sequence

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS, LINES_OF, PLACE
from xlpy.core.dossier.halts import halt_said, is_halted
from xlpy.core.dossier.needs import Gap
from xlpy.core.tables.model import Row
from xlpy.core.text import EN, Text
from xlpy.documents.data import Lack, Source
from xlpy.documents.declared import Paper
from xlpy.documents.labels import Labels, is_english
from xlpy.documents.stamps import stamped_with, unknown_papers


def lacks(source: Source, dossier: Dossier, kind: Paper, words: Labels) -> list[Lack]:
    """What is missing in a paper in a language, and in which row where it is one of its form's."""
    spoiled = source.files.spoiled.get(dossier.order.order_no, ())
    gaps = [gap for gap in _form_gaps(source, dossier, kind) if gap.must]
    of_all = list(_letterhead(source, dossier, kind, words.language))
    if kind.pays:
        of_all += _account(source, dossier, words.language)
    if kind.pays or kind.form == "packing":
        of_all += _buyer(source, dossier, words.language)
    return [
        *([Lack(halt_said(dossier))] if is_halted(dossier) else []),
        *(Lack(issue.said, issue.table, issue.row) for issue in spoiled),
        *(Lack(gap.whole, gap.table, gap.row) for gap in gaps),
        *map(Lack, of_all),
        *_unstated(source, dossier, kind),
        *_missing_pictures(source, dossier, kind),
    ]


def lacks_of(dossier: Dossier, kind: Paper, lacks: Iterable[Lack], row: Row) -> Sequence[Lack]:
    """What is missing in the paper of one row of its form: its own, and what is missing in all."""
    table = FORMS[kind.form].table
    others = {(table, each.row) for each in dossier.of(table) if each is not row}
    for lines, (head, column) in LINES_OF.items():
        if head == table:
            own = getattr(row, column)
            others |= {
                (lines, each.row) for each in dossier.of(lines) if getattr(each, column) != own
            }
    return tuple(each for each in lacks if (each.table, each.row) not in others)


def _unstated(source: Source, dossier: Dossier, kind: Paper) -> Iterator[Lack]:
    """The columns that a paper states beside those of its forms, where they are blank."""
    products = [dossier.product(line.product) for line in dossier.of("order_lines")]
    shared = {
        "products": [row for row in products if row],
        "companies": [dossier.issuer] if dossier.issuer else [],
    }
    for place in kind.states:
        table, columns = place.split(".")
        column, *instead = columns.split("|")
        (zh, en), (of_zh, of_en) = dossier.office.label(table, column), dossier.office.label(table)
        rows = list(shared[table] if table in shared else dossier.of(table))
        blank = [
            row for row in rows if all(getattr(row, key) is None for key in (column, *instead))
        ]
        # One paper of all rows names them together.
        groups = [[row] for row in blank] if kind.each and rows else [blank]
        for group in groups if blank or not rows else ():
            names = "、".join(dict.fromkeys(str(_name(row)) for row in group if _name(row)))
            said = f" {names}" if names else ""
            text = Text(
                f"“{of_zh}”{said}的“{zh}”没有填写；请填写",
                f'"{en}" of "{of_en}"{said} is empty; fill it in',
            )
            yield Lack(text, table, group[0].row) if len(group) == 1 else Lack(text)


def _name(row: Row) -> object:
    keys = ("product", "shipment_no", "sample_no", "lc_no")
    return next((value for key in keys if (value := getattr(row, key, None))), None)


def _letterhead(source: Source, dossier: Dossier, kind: Paper, language: str) -> Iterator[Text]:
    """Our names, our address in the paper's language, logo, stamp and signature that are named."""
    company = dossier.issuer
    yield from unknown_papers(dossier)
    if company is None and dossier.order.issuer:
        return  # the order's own row is wrong, and says so
    if company is None:
        yield Text(
            "没有本公司资料；请填写本公司表", "there is no letterhead; fill in the company table"
        )
        return
    if kind.language == EN:  # it goes to the customer
        if language == EN and not (company.en_address and is_english(company.en_address)):
            yield Text(
                "没有本公司的英文地址；请填写本公司表",
                "our English address is missing; fill in the company table",
            )
        elif language != EN and not company.zh_address:
            yield Text(
                "没有本公司的中文地址；请填写本公司表",
                "our Chinese address is missing; fill in the company table",
            )
    named = [company.logo] if company.logo else []
    yield from _no_pictures(source, [*named, *stamped_with(dossier, kind.name).values()])


def _account(source: Source, dossier: Dossier, language: str) -> Iterator[Text]:
    """The account to pay to, with all that a transfer from abroad needs."""
    for row in source.banks:
        if row.company and dossier.office.issuer(row.company) is None:
            yield Text(
                f"账户 {row.account_no} 的本公司“{row.company}”不在本公司表里；请改正",
                f'account {row.account_no} is of "{row.company}", which is none of our companies; '
                "correct it",
            )
    bank, money = source.bank(dossier), dossier.currency or "?"
    if bank is None:
        ours = dossier.order.issuer
        yield Text(
            f"{f'“{ours}”' if ours else ''}没有 {money} 收款账户；请填写银行表",
            f"there is no account for {money}{f' of {chr(34)}{ours}{chr(34)}' if ours else ''}; "
            "fill in the banks table",
        )
        return
    if money != "CNY" and not bank.swift:
        yield Text(
            f"{money} 收款账户没有 SWIFT 代码；请填写银行表",
            f"the account for {money} has no SWIFT code; fill in the banks table",
        )
    if language == EN and not (is_english(bank.bank) and is_english(bank.holder)):
        yield Text(
            f"{money} 收款账户的银行或户名不是英文；请填写英文名称",
            f"bank or beneficiary of the account for {money} is not in English; write it so",
        )


def _buyer(source: Source, dossier: Dossier, language: str) -> Iterator[Text]:
    """The buyer's name and address, which a bank compares letter by letter."""
    customer = dossier.order.customer
    row = next((r for r in source.addresses if (r.customer, r.kind) == (customer, "buyer")), None)
    if row is None:
        yield Text(
            f"没有“{customer}”的买方地址；请在客户地址表加一行",
            f'the buyer\'s address of "{customer}" is missing; add a row to the addresses',
        )
    elif language == EN and not is_english(f"{row.addressee or customer}{row.address}"):
        yield Text(
            f"“{customer}”的买方名称或地址不是英文；请在客户地址表填写英文",
            f'the buyer\'s name or address of "{customer}" is not in English; write it in English '
            "in the addresses",
        )


def _form_gaps(source: Source, dossier: Dossier, kind: Paper) -> Iterable[Gap]:
    """What is missing in the forms that a paper uses, up to the stage of its own form, and at its
    gates.
    """
    stages = source.files.requirements.on(dossier.day)
    own = [
        PLACE[need.row.stage] for stage in stages for need in stage if need.row.form == kind.form
    ]
    own += [PLACE[kind.until]] if kind.until else []
    for need in (need for stage in stages for need in stage):
        row = need.row
        stated = (
            row.form in kind.asks
            and row.kind in kind.kinds
            and PLACE[row.stage] <= max(own, default=-1)
        )
        gate = row.form == "account" and row.kind == "gate" and row.item in kind.gates
        if stated or gate:
            yield from need.gaps(dossier)


def _missing_pictures(source: Source, dossier: Dossier, kind: Paper) -> Iterator[Lack]:
    """Pictures that the products on a paper name and that are not to be found."""
    table = "samples" if kind.form == "sample" else "order_lines"
    for row in dossier.of(table) if kind.pictured else ():
        product = dossier.product(row.product)
        if product and product.picture:
            found = _no_pictures(source, [product.picture])
            yield from (Lack(said, table, row.row) for said in found)


def _no_pictures(source: Source, paths: Iterable[str]) -> Iterator[Text]:
    for path in paths:
        if why := source.picture_fault(path):
            yield Text(
                f"图片“{path}”：{why.zh}；请放好 PNG 或 JPEG 文件",
                f'picture "{path}": {why.en}; put a PNG or JPEG file there',
            )
