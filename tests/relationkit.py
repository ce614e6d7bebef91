"""A small department with customers, as rows of its tables in memory."""

from datetime import date, datetime

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables

DAY = date(2012, 7, 9)
STAFF = [
    {"name": "刘洋", "role": "manager"},
    {"name": "王芳", "role": "salesperson"},
    {"name": "赵磊", "role": "salesperson"},
    {"name": "吴敏", "role": "salesperson", "left": date(2012, 6, 30)},
]
CUSTOMERS = [
    {"customer": "Acme Lamps GmbH", "country": "Germany", "owner": "赵磊"},
    {
        "customer": "Aurora AS",
        "country": "Norway",
        "owner": "赵磊",
        "website": "https://www.nord-light.example/en",
        "phone": "+47 555 0100777",
    },
    {"customer": "Gone Trading", "country": "Peru", "owner": "赵磊", "status": "lost"},
    {"customer": "Meadow Living", "country": "Chile", "owner": "王芳"},
]
CONTACTS = [
    {"contact_no": "C-1", "customer": "Acme Lamps GmbH", "contact": "Eva"},
    {"contact_no": "C-2", "customer": "Meadow Living", "contact": "Luz"},
]
MAILS = [
    {"mail": "eva@acme-lamps.example", "contact_no": "C-1"},
    {"mail": "li@gmail.com", "contact_no": "C-2"},
    {"mail": "m1@relay.example", "contact_no": "C-2"},
]
CHANNELS = [{"channel": "platform", "kind": "B2B platform", "public_relay": "relay.example"}]


def department(**more):
    """The department's tables, with rows of other tables put in or in their place."""
    rows = {
        "policy": default_rows()["policy"],
        "staff": STAFF,
        "customers": CUSTOMERS,
        "contacts": CONTACTS,
        "mails": MAILS,
        "channels": CHANNELS,
        **more,
    }
    return MemoryTables(rows)


def enquiry(number="E-1", by="王芳", **cells):
    """An enquiry of the morning of 3 July."""
    row = {"enquiry_no": number, "received_at": datetime(2012, 7, 3, 9, 41), "salesperson": by}
    return row | cells


def rows_of(tables, key):
    """The rows of a table as its cells stand."""
    raw = tables.read([key])[key]
    return [raw.row_values(at) for at in range(raw.length)]
