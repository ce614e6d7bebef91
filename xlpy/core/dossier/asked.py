"""Which export papers an order needs beyond those of its terms: the customer's country or the
letter of credit asks for them, and the way of transport says which (C-2.10).
"""

from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import BILL, BY_SEA, TRANSPORT, named_papers
from xlpy.core.parameters import tokens
from xlpy.core.text import Text

COUNTRIES = {"C/O": "export.origin", "certificate": "export.inspection"}
"""Export paper → the row of the policy with the countries that ask for it."""


def why_asked(dossier: Dossier, paper: str) -> Text | None:
    """Who asks for a paper: the customer's country, or a letter of credit; None where nobody
    does.
    """
    country = dossier.office.countries.get(dossier.order.customer)
    if country and country in tokens(dossier.rules.values.get(COUNTRIES.get(paper, ""))):
        return Text(f"{country} 要求", f"{country} asks for it")
    for row in dossier.of("letters"):
        if paper in named_papers(row.documents):
            return Text(f"信用证 {row.lc_no} 要求", f"L/C {row.lc_no} asks for it")
    return None


def serving(dossier: Dossier, paper: str) -> tuple[str, ...]:
    """The papers that serve where one is asked for: by terms that are not for the sea alone, any
    transport document serves as the bill of lading does.
    """
    if paper == BILL and dossier.incoterm not in BY_SEA:
        return TRANSPORT
    return (paper,)
