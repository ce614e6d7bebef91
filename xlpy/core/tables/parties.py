"""The names on the papers and what is sold: company, banks, addresses, suppliers, products, price
list.
"""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import ADDRESS_KINDS
from xlpy.core.tables.columns import customer, mail, phone, price_per, product
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "companies",
    "本公司",
    "Company",
    INPUT,
    "C-2",
    part="orders",
    keys=("company",),
    note=(
        "单据抬头用的本公司资料；订单不写开单公司的，用第一行。Our own letterheads on the papers; "
        "an order that names none takes the first."
    ),
)
class Company(Row):
    """A company of ours: letterhead, and what its papers are sealed and signed with (C-2)."""

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
        note=(
            "PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the "
            "workbook's folder."
        ),
        default=None,
    )
    customs_code: str | None = col(
        "海关编码",
        "Customs code",
        "text",
        note="海关备案的十位编码。The ten digits under which customs knows the company.",
        default=None,
    )
    stamp: str | None = col(
        "印章图片",
        "Stamp file",
        "text",
        note=(
            "PNG 或 JPEG 文件，路径从工作簿所在文件夹算起；印在规则 stamp.papers 所列的正式单据"
            "上。A PNG or JPEG file, seen from the workbook's folder; it is on final papers that "
            "stamp.papers of the policy lists."
        ),
        default=None,
    )
    signature: str | None = col(
        "签名图片",
        "Signature file",
        "text",
        note="同印章图片。As the stamp file.",
        default=None,
    )


@table(
    "banks",
    "收款银行",
    "Banks",
    INPUT,
    "C-2.3",
    sheet="银行 Banks",
    part="orders",
    keys=("account_no",),
    note=(
        "收款账户；单据取开单公司与订单同币种的账户。Accounts that customers pay to; a paper takes "
        "that of its company and currency."
    ),
)
class Bank(Row):
    """An account that customers pay to (C-2.3)."""

    currency: str = col("币种", "Currency", "currency", also="币别;货币;ccy")
    holder: str = col(
        "户名",
        "Beneficiary",
        "text",
        also="账户名称;户名全称;开户名;account name;account holder;beneficiary name",
    )
    bank: str = col("银行", "Bank", "text", also="开户行;开户银行;银行名称;bank name")
    account_no: str = col(
        "账号", "Account no.", "text", also="账户;银行账号;帐号;account number;iban;account"
    )
    swift: str | None = col(
        "SWIFT 代码", "SWIFT", "text", default=None, also="SWIFT;swift code;bic"
    )
    bank_address: str | None = col(
        "银行地址", "Bank address", "text", default=None, also="开户行地址;address of bank"
    )
    company: str | None = col(
        "开单公司",
        "Issued by",
        "text",
        refers="companies.company",
        note=(
            "哪家公司的单据用这个账户，本公司表里的简称；空为第一家。Of which of our companies the "
            "papers name the account, by its short name; blank: the first."
        ),
        default=None,
        also="抬头公司;our company",
    )


@table(
    "addresses",
    "客户地址",
    "Customers' addresses",
    INPUT,
    "C-2.3",
    sheet="客户地址 Addresses",
    part="orders",
    keys=("customer", "kind"),
    note="单据上的买方、收货人与通知方。Buyer, consignee and notify party of the papers.",
)
class Address(Row):
    """A customer as buyer, consignee or notify party (C-2.3)."""

    customer: str = customer()
    kind: str = col(
        "用途",
        "Kind",
        "choice",
        choices=ADDRESS_KINDS,
        also="地址类型;类型;类别;地址用途;type;address type",
    )
    addressee: str | None = col(
        "名称",
        "Addressee",
        "text",
        note="空则为客户名。Blank: the customer's name.",
        also="收件人;抬头;name",
    )
    address: str = col(
        "地址", "Address", "text", also="详细地址;通讯地址;公司地址;street;full address"
    )
    country: str | None = col("国家", "Country", "text", default=None, also="国别;nation")
    contact: str | None = col(
        "联系人", "Contact", "text", default=None, also="联络人;收货联系人;contact person"
    )
    phone: str | None = phone(default=None)
    mail: str | None = mail(default=None)


@table(
    "suppliers",
    "供应商",
    "Suppliers",
    INPUT,
    "C-2.6",
    part="orders",
    keys=("supplier",),
    note="每个供应商一行。One row per supplier.",
)
class Supplier(Row):
    """A supplier of parts (C-2.6)."""

    supplier: str = col(
        "供应商",
        "Supplier",
        "text",
        also="供应商名称;供货商;工厂;厂家;工厂名称;vendor;supplier name;factory;vendor name",
    )
    address: str | None = col(
        "地址", "Address", "text", default=None, also="详细地址;公司地址;工厂地址;full address"
    )
    contact: str | None = col(
        "联系人", "Contact", "text", default=None, also="联络人;contact person"
    )
    phone: str | None = phone(default=None)
    mail: str | None = mail(default=None)
    tax_no: str | None = col(
        "税号", "Tax no.", "text", default=None, also="纳税人识别号;统一社会信用代码;tax id;vat no"
    )


@table(
    "products",
    "产品",
    "Products",
    INPUT,
    "C-5.8",
    part="orders",
    keys=("product",),
    note="每个货号一行，每个产品一张图。One row per item; one picture per product.",
)
class Product(Row):
    """An item that is sold; weights in kg and volume in m³ per package (C-5.8)."""

    product: str = col(
        "货号",
        "Item no.",
        "text",
        also="产品编号;商品编号;编号;产品货号;item number;item;sku;product no;article no",
    )
    zh_name: str | None = col(
        "中文品名",
        "Chinese name",
        "text",
        default=None,
        also="品名;中文名称;产品名称;中文名;货品名称;商品名称;chinese description",
    )
    en_name: str | None = col(
        "英文品名",
        "English name",
        "text",
        default=None,
        also="英文名称;英文名;english description;description;product name;name",
    )
    specification: str | None = col(
        "规格", "Specification", "text", default=None, also="型号;规格型号;spec;specs;model"
    )
    hs_code: str | None = col(
        "HS 编码",
        "HS code",
        "text",
        default=None,
        also="海关编码;商品编码;HS;税则号;hs;tariff code",
    )
    unit: str | None = col(
        "单位", "Unit", "text", offers="units", default=None, also="计量单位;uom;unit of measure"
    )
    packing: str | None = col(
        "包装", "Packing", "text", default=None, also="包装方式;package;packaging"
    )
    per_package: Decimal | None = col(
        "每件数量",
        "Quantity per package",
        "quantity",
        default=None,
        also="装箱数;每箱数量;装箱量;pcs per carton;qty per carton;per carton",
    )
    net: Decimal | None = col(
        "每件净重",
        "Net kg per package",
        "quantity",
        default=None,
        also="净重;单箱净重;每箱净重;net weight;n.w.",
    )
    gross: Decimal | None = col(
        "每件毛重",
        "Gross kg per package",
        "quantity",
        default=None,
        also="毛重;单箱毛重;每箱毛重;gross weight;g.w.",
    )
    volume: Decimal | None = col(
        "每件体积",
        "m³ per package",
        "quantity",
        default=None,
        also="体积;单箱体积;每箱体积;cbm;volume;measurement",
    )
    picture: str | None = col(
        "图片",
        "Picture file",
        "text",
        rule="C-5.8",
        note=(
            "PNG 或 JPEG 文件，路径从工作簿所在文件夹算起。A PNG or JPEG file, seen from the "
            "workbook's folder."
        ),
        default=None,
        also="图;照片;产品图片;image;photo;picture",
    )
    origin: str | None = col(
        "原产国",
        "Country of origin",
        "text",
        note="空则取规则 origin.country。Blank: by origin.country of the policy.",
        default=None,
        also="原产地;产地;origin;made in",
    )
    elements: str | None = col(
        "申报要素",
        "Declared details",
        "text",
        note=(
            "报关用：品牌类型、材质、用途、型号等，按编码要求写。What customs asks to declare of "
            "it: kind of brand, material, use, model."
        ),
        default=None,
        also="规范申报要素;declaration elements",
    )
    goods_from: str | None = col(
        "境内货源地",
        "Place of the goods",
        "text",
        note="报关用：在国内哪里生产。For customs: where in the country it is made.",
        default=None,
        also="货源地;domestic source",
    )
    criterion: str | None = col(
        "原产地标准",
        "Origin criterion",
        "text",
        note=(
            "优惠原产地证用，照证书背面的写法，如 WO、PSR、CTH、45 %。For a preferential "
            "certificate of origin, as its overleaf words it: WO, PSR, CTH, 45 %."
        ),
        default=None,
        also="原产地规则;origin conferring criterion;preference criterion",
    )


@table(
    "prices",
    "价目表",
    "Price list",
    INPUT,
    "C-5.10",
    sheet="价目 Prices",
    part="orders",
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
    currency: str = col("币种", "Currency", "currency", also="币别;货币;ccy;curr")
    price: Decimal = col(
        "价目价", "List price", "price", also="单价;价格;报价;价目;price;unit price;list price"
    )
    lowest: Decimal | None = col(
        "最低价",
        "Lowest price",
        "price",
        rule="C-5.10",
        also="底价;最低限价;min price;minimum;floor price",
    )
    highest: Decimal | None = col(
        "最高价", "Highest price", "price", rule="C-5.10", also="最高限价;max price;maximum"
    )
    from_: datetime.date = col("生效日期", "In force from", "date")
    per: str | None = price_per(default=None)
