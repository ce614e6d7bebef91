"""Who stands on the papers and what is sold: company, banks, customers' addresses, suppliers, products, price list."""

from xlpy.book.schema.dossier_choices import ADDRESS_KINDS
from xlpy.book.schema.model import INPUT, Table, col

_CONTACT = (
    col("contact", "联系人", "Contact", "text", False),
    col("phone", "电话", "Phone", "text", False),
    col("mail", "邮箱", "Mail", "text", False),
)


def product(required=True):
    """The column `product`."""
    return col("product", "货号", "Item no.", "text", required, refers="products.product")


PARTIES = (
    Table(
        "companies",
        "本公司 Company",
        "本公司",
        "Company",
        INPUT,
        "C-2",
        "单据抬头用的本公司资料，取第一行。Our own letterhead on the papers; the first row is used.",
        ("company",),
        (
            col("company", "简称", "Short name", "text"),
            col("zh_name", "中文名称", "Chinese name", "text"),
            col("en_name", "英文名称", "English name", "text"),
            col("zh_address", "中文地址", "Chinese address", "text", False),
            col("en_address", "英文地址", "English address", "text", False),
            *_CONTACT,
            col("website", "网址", "Website", "text", False),
            col("tax_no", "税号", "Tax no.", "text", False),
            col(
                "logo",
                "标志图片",
                "Logo file",
                "text",
                False,
                note=(
                    "PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the workbook's folder."
                ),
            ),
        ),
    ),
    Table(
        "banks",
        "银行 Banks",
        "收款银行",
        "Banks",
        INPUT,
        "C-2.3",
        "收款账户；单据取与订单同币种的账户。Accounts that customers pay to; a paper takes that of its currency.",
        ("account_no",),
        (
            col("currency", "币种", "Currency", "currency"),
            col("holder", "户名", "Beneficiary", "text"),
            col("bank", "银行", "Bank", "text"),
            col("account_no", "账号", "Account no.", "text"),
            col("swift", "SWIFT 代码", "SWIFT", "text", False),
            col("bank_address", "银行地址", "Bank address", "text", False),
        ),
    ),
    Table(
        "addresses",
        "客户地址 Addresses",
        "客户地址",
        "Customers' addresses",
        INPUT,
        "C-2.3",
        "单据上的买方、收货人与通知方。Buyer, consignee and notify party of the papers.",
        ("customer", "kind"),
        (
            col("customer", "客户", "Customer", "text", refers="customers.customer"),
            col("kind", "用途", "Kind", "choice", choices=ADDRESS_KINDS),
            col("addressee", "名称", "Addressee", "text", False, note="空则为客户名。Blank: the customer's name."),
            col("address", "地址", "Address", "text"),
            col("country", "国家", "Country", "text", False),
            *_CONTACT,
        ),
    ),
    Table(
        "suppliers",
        "供应商 Suppliers",
        "供应商",
        "Suppliers",
        INPUT,
        "C-2.6",
        "每个供应商一行。One row per supplier.",
        ("supplier",),
        (
            col("supplier", "供应商", "Supplier", "text"),
            col("address", "地址", "Address", "text", False),
            *_CONTACT,
            col("tax_no", "税号", "Tax no.", "text", False),
        ),
    ),
    Table(
        "products",
        "产品 Products",
        "产品",
        "Products",
        INPUT,
        "C-5.8",
        "每个货号一行，每个产品一张图。One row per item; one picture per product.",
        ("product",),
        (
            col("product", "货号", "Item no.", "text"),
            col("zh_name", "中文品名", "Chinese name", "text", False),
            col("en_name", "英文品名", "English name", "text", False),
            col("specification", "规格", "Specification", "text", False),
            col("hs_code", "HS 编码", "HS code", "text", False),
            col("unit", "单位", "Unit", "text", False, offers="units"),
            col("packing", "包装", "Packing", "text", False),
            col("per_package", "每件数量", "Quantity per package", "quantity", False),
            col("net", "每件净重", "Net kg per package", "quantity", False),
            col("gross", "每件毛重", "Gross kg per package", "quantity", False),
            col("volume", "每件体积", "m³ per package", "quantity", False),
            col(
                "picture",
                "图片",
                "Picture file",
                "text",
                False,
                rule="C-5.8",
                note=(
                    "PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the workbook's folder."
                ),
            ),
        ),
    ),
    Table(
        "prices",
        "价目 Prices",
        "价目表",
        "Price list",
        INPUT,
        "C-5.10",
        "每个货号每个币种一行，改价就加一行；允许的价格范围空时就是价目价。"
        "One row per item and currency, a new one for a new price; a blank limit is the list price itself.",
        ("product", "currency", "from"),
        (
            product(),
            col("currency", "币种", "Currency", "currency"),
            col("price", "价目价", "List price", "price"),
            col("lowest", "最低价", "Lowest price", "price", False, rule="C-5.10"),
            col("highest", "最高价", "Highest price", "price", False, rule="C-5.10"),
            col("from", "生效日期", "In force from", "date"),
        ),
    ),
)
