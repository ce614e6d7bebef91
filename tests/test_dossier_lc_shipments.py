"""Letters of credit and shipments: each shipment sails and is presented in time, a ship is changed
only where the L/C lets it (C-2.8, C-2.10, UCP 600 art. 14 c, 20).
"""

import dossierkit as kit
import pytest

from xlpy.core.dossier.shipping import transhipment_allowed
from xlpy.core.dossier.status import status

LETTER = {
    "order_no": kit.NO,
    "lc_no": "LC-1",
    "currency": "USD",
    "amount": kit.D("12500.00"),
    "latest_shipment": kit.day("05-10"),
    "expiry": kit.day("06-01"),
}


def order(drawings=(), **letter):
    """In two shipments, of 04-25 and 05-03, paid by one L/C."""
    rows = kit.split()
    rows["letters"] = [LETTER | letter]
    rows["orders"][0]["payment_terms"] = "L/C at sight"
    keys = ("presented_on", "shipment_no")
    rows["drawings"] = [
        {"lc_no": "LC-1", "drawing_no": at, "amount": kit.D(100)}
        | dict(zip(keys, (kit.day(day) if day else None, number), strict=True))
        for at, (day, number) in enumerate(drawings, 1)
    ]
    return rows


def told(rows, item):
    files = kit.files(rows)
    gaps = status(files.dossiers[0], files.requirements).gaps
    return [gap.said.en for gap in gaps if (gap.form, gap.item) == ("letter", item)]


def test_the_shipment_that_sailed_late_is_named():
    [said] = told(order(latest_shipment=kit.day("04-30")), "shipment")
    assert said.startswith("shipment SH-2: shipped on 2012-05-03, after the latest shipment")


# 21 days after shipment: 04-25 + 21 = 05-16, 05-03 + 21 = 05-24.
PRESENTED = [
    ([("05-16", "SH-1"), ("05-24", "SH-2")], []),
    ([("05-17", "SH-1"), ("05-24", "SH-2")], ["shipment SH-1: L/C LC-1: presented on 2012-05-17"]),
    ([("05-16", "SH-1"), ("05-25", "SH-2")], ["shipment SH-2: L/C LC-1: presented on 2012-05-25"]),
    ([("05-16", "SH-1")], ["shipment SH-2: L/C LC-1: papers not presented, by 2012-05-24"]),
    ([("05-16", "SH-1"), (None, "SH-2")], ["shipment SH-2: L/C LC-1: papers not presented"]),
    # Drawings that name no shipment are one presentation, after the last shipment.
    ([("05-24", None)], []),
    ([("05-25", None)], ["shipment SH-2: L/C LC-1: presented on 2012-05-25, after 2012-05-24"]),
    ([], ["shipment SH-2: L/C LC-1: papers not presented, by 2012-05-24 at the latest"]),
]


@pytest.mark.parametrize(("drawings", "expected"), PRESENTED)
def test_each_shipment_is_presented_in_its_own_days(drawings, expected):
    found = told(order(drawings), "presentation")
    assert len(found) == len(expected)
    assert all(said.startswith(text) for said, text in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("container", "blocks"), [(None, True), ("TGHU0000000 / S00001", False)], ids=["loose", "box"]
)
def test_a_change_of_ships_is_only_pointed_out_for_containers(container, blocks):
    rows = order(transhipment="not allowed")
    rows["shipments"][1] |= {"via": "Singapore", "container": container}
    [fault] = transhipment_allowed(kit.files(rows).dossiers[0])
    assert (fault.table, fault.blocks) == ("letters", blocks)
    assert "SH-2 changes ships at Singapore" in fault.said.en


def test_an_amendment_lets_it():
    rows = order(transhipment="not allowed")
    rows["shipments"][1]["via"] = "Singapore"
    change = {"lc_no": "LC-1", "amendment_no": 1, "amended_on": kit.day("04-01")}
    rows["letter_amendments"] = [change | {"transhipment": "allowed"}]
    assert list(transhipment_allowed(kit.files(rows).dossiers[0])) == []
