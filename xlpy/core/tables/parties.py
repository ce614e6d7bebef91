"""Who stands on the papers and what is sold: company, banks, addresses, suppliers, products, price list."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import ADDRESS_KINDS
from xlpy.core.tables.columns import product
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "companies",
    "本公司",
    "Company",
    INPUT,
    "C-2",
    keys=("company",),
    note="单据抬头用的本公司资料，取第一行。Our own letterhead on the papers; the first row is used.",
)
class Company(Row):
    """Our own letterhead (C-2)."""

    company: str = col("简称", "Short name", "text")
    zh_name: str = col("中文名称", "Chinese name", "text")
    en_name: str = col("英文名称", "English name", "text")
    zh_address: str | None = col("中文地址", "Chinese address", "text", default=None)
    en_address: str | None = col("英文地址", "English address", "text", default=None)
    contact: str | None = col("联系人", "Contact", "text", default=None)
    phone: str | None = col("电话", "Phone", "text", default=None)
    mail: str | None = col("邮箱", "Mail", "text", default=None)
    website: str | None = col("网址", "Website", "text", default=None)
    tax_no: str | None = col("税号", "Tax no.", "text", default=None)
    logo: str | None = col(
        "标志图片",
        "Logo file",
        "text",
        note=("PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the workbook's folder."),
        default=None,
    )


@table(
    "banks",
    "收款银行",
    "Banks",
    INPUT,
    "C-2.3",
    sheet="银行 Banks",
    keys=("account_no",),
    note=("收款账户；单据取与订单同币种的账户。Accounts that customers pay to; a paper takes that of its currency."),
)
class Bank(Row):
    """An account that customers pay to (C-2.3)."""

    currency: str = col("币种", "Currency", "currency")
    holder: str = col("户名", "Beneficiary", "text")
    bank: str = col("银行", "Bank", "text")
    account_no: str = col("账号", "Account no.", "text")
    swift: str | None = col("SWIFT 代码", "SWIFT", "text", default=None)
    bank_address: str | None = col("银行地址", "Bank address", "text", default=None)


@table(
    "addresses",
    "客户地址",
    "Customers' addresses",
    INPUT,
    "C-2.3",
    sheet="客户地址 Addresses",
    keys=("customer", "kind"),
    note="单据上的买方、收货人与通知方。Buyer, consignee and notify party of the papers.",
)
class Address(Row):
    """A customer as buyer, consignee or notify party (C-2.3)."""

    customer: str = col("客户", "Customer", "text", refers="customers.customer")
    kind: str = col("用途", "Kind", "choice", choices=ADDRESS_KINDS)
    addressee: str | None = col("名称", "Addressee", "text", note="空则为客户名。Blank: the customer's name.")
    address: str = col("地址", "Address", "text")
    country: str | None = col("国家", "Country", "text", default=None)
    contact: str | None = col("联系人", "Contact", "text", default=None)
    phone: str | None = col("电话", "Phone", "text", default=None)
    mail: str | None = col("邮箱", "Mail", "text", default=None)


@table(
    "suppliers", "供应商", "Suppliers", INPUT, "C-2.6", keys=("supplier",), note="每个供应商一行。One row per supplier."
)
class Supplier(Row):
    """A supplier of parts (C-2.6)."""

    supplier: str = col("供应商", "Supplier", "text")
    address: str | None = col("地址", "Address", "text", default=None)
    contact: str | None = col("联系人", "Contact", "text", default=None)
    phone: str | None = col("电话", "Phone", "text", default=None)
    mail: str | None = col("邮箱", "Mail", "text", default=None)
    tax_no: str | None = col("税号", "Tax no.", "text", default=None)


@table(
    "products",
    "产品",
    "Products",
    INPUT,
    "C-5.8",
    keys=("product",),
    note="每个货号一行，每个产品一张图。One row per item; one picture per product.",
)
class Product(Row):
    """An item that is sold; weights in kg and volume in m³ per package (C-5.8)."""

    product: str = col("货号", "Item no.", "text")
    zh_name: str | None = col("中文品名", "Chinese name", "text", default=None)
    en_name: str | None = col("英文品名", "English name", "text", default=None)
    specification: str | None = col("规格", "Specification", "text", default=None)
    hs_code: str | None = col("HS 编码", "HS code", "text", default=None)
    unit: str | None = col("单位", "Unit", "text", offers="units", default=None)
    packing: str | None = col("包装", "Packing", "text", default=None)
    per_package: Decimal | None = col("每件数量", "Quantity per package", "quantity", default=None)
    net: Decimal | None = col("每件净重", "Net kg per package", "quantity", default=None)
    gross: Decimal | None = col("每件毛重", "Gross kg per package", "quantity", default=None)
    volume: Decimal | None = col("每件体积", "m³ per package", "quantity", default=None)
    picture: str | None = col(
        "图片",
        "Picture file",
        "text",
        rule="C-5.8",
        note=("PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the workbook's folder."),
        default=None,
    )


@table(
    "prices",
    "价目表",
    "Price list",
    INPUT,
    "C-5.10",
    sheet="价目 Prices",
    keys=("product", "currency", "from"),
    note=(
        "每个货号每个币种一行，改价就加一行；允许的价格范围空时就是价目价。"
        "One row per item and currency, a new one for a new price; a blank limit is "
        "the list price itself."
    ),
)
class Price(Row):
    """A dated list price with its band; a blank limit is the list price itself (C-5.10)."""

    product: str = product()
    currency: str = col("币种", "Currency", "currency")
    price: Decimal = col("价目价", "List price", "price")
    lowest: Decimal | None = col("最低价", "Lowest price", "price", rule="C-5.10")
    highest: Decimal | None = col("最高价", "Highest price", "price", rule="C-5.10")
    from_: datetime.date = col("生效日期", "In force from", "date")
