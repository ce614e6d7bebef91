"""Which of our companies issues an order's papers (C-2)."""

from collections.abc import Iterable, Iterator

from xlpy.core.dossier.file import Dossier
from xlpy.core.issues import Issue, error
from xlpy.core.text import Text


def unknown_issuers(dossiers: Iterable[Dossier]) -> Iterator[Issue]:
    """An error for each order that names a company which is not in the table of ours."""
    for dossier in dossiers:
        order = dossier.order
        if order.issuer is None or dossier.issuer is not None:
            continue
        known = [row.company for row in dossier.office.companies]
        zh = f"本公司表里没有“{order.issuer}”；" + (
            f"请改为{'、'.join(known)}，或先录入它" if known else "请先录入本公司资料"
        )
        en = f'"{order.issuer}" is none of our companies; ' + (
            f"write {' or '.join(known)}, or enter it first" if known else "fill in the table first"
        )
        yield error("orders", order.row, "issuer", "C-2", Text(zh, en), "issuer.unknown")
