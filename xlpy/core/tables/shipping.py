"""The forms of an order from payment to archive, with its approvals and stages."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import (
    ACCOUNT_KINDS,
    ALLOWED,
    APPROVAL_KINDS,
    CLAIMS,
    FORMS,
    PAPERS,
    QUANTITY_TERMS,
)
from xlpy.core.tables.columns import order_no, person, product, shipment_no
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "accounts",
    "财务跟踪单",
    "Account follow-up",
    INPUT,
    "C-2.8",
    sheet="财务跟踪 Accounts",
    part="orders",
    keys=(),
    note=(
        "每笔应收定金、余款与应付配件款一行；已收数与回款表一致。"
        "One row per deposit and balance due, and per payment for parts; what is "
        "received agrees with the receipts."
    ),
)
class Account(Row):
    """Money due for an order: deposit, balance, or a payment for parts (C-2.8)."""

    order_no: str = order_no()
    kind: str = col("款项", "Kind", "choice", choices=ACCOUNT_KINDS)
    due_on: datetime.date | None = col("应收付日期", "Due on", "date", default=None)
    due: Decimal | None = col("应收付金额", "Amount due", "amount", default=None)
    currency: str | None = col("币种", "Currency", "currency", default=None)
    settled: Decimal | None = col("已收付金额", "Amount settled", "amount", default=None)
    settled_on: datetime.date | None = col("收付日期", "Settled on", "date", default=None)
    purchase_no: str | None = col(
        "采购单号", "Purchase no.", "text", refers="purchase_orders.purchase_no", default=None
    )


@table(
    "letters",
    "信用证",
    "Letters of credit",
    INPUT,
    "C-2.8",
    part="orders",
    keys=("lc_no",),
    note=(
        "付款条件是信用证的订单，每份信用证一行。One row per letter of credit of an order "
        "that is paid by L/C."
    ),
)
class Letter(Row):
    """A letter of credit (C-2.8)."""

    lc_no: str = col("信用证号", "L/C no.", "text")
    order_no: str = order_no()
    issuing_bank: str | None = col("开证行", "Issuing bank", "text", default=None)
    received_on: datetime.date | None = col("收到日期", "Received on", "date", default=None)
    currency: str | None = col("币种", "Currency", "currency", default=None)
    amount: Decimal | None = col("金额", "Amount", "amount", default=None)
    latest_shipment: datetime.date | None = col(
        "最迟装运日", "Latest shipment", "date", default=None
    )
    expiry: datetime.date | None = col("到期日", "Expiry", "date", default=None)
    presentation_days: int | None = col(
        "交单天数",
        "Presentation days",
        "count",
        note=("空则按规则表 lc.presentation。Blank: by lc.presentation of the policy."),
        default=None,
    )
    presented_on: datetime.date | None = col("交单日期", "Presented on", "date", default=None)
    documents: str | None = col(
        "要求单据",
        "Documents required",
        "text",
        note=(
            "信用证要的单据，用分号隔开，如 产地证; 商检证。"
            "The papers that the L/C asks for, with semicolons between, such as C/O; inspection "
            "certificate."
        ),
        default=None,
    )
    partial: str | None = col(
        "分批装运",
        "Partial shipments",
        "choice",
        choices=ALLOWED,
        note="空：允许（UCP 600 第 31 条 a）。Blank: allowed (UCP 600 art. 31 a).",
        default=None,
    )
    transhipment: str | None = col(
        "转运",
        "Transhipment",
        "choice",
        choices=ALLOWED,
        note="空：允许（UCP 600 第 20 条 c）。Blank: allowed (UCP 600 art. 20 c).",
        default=None,
    )
    more: Decimal | None = col(
        "可多%",
        "More %",
        "percent",
        note=(
            "信用证写明的金额和数量上浮（39A）；空则按 UCP 600 第 30 条。"
            "How far amount and quantity may be above, as the L/C states it (39A); blank: by UCP "
            "600 art. 30."
        ),
        default=None,
    )
    less: Decimal | None = col(
        "可少%",
        "Less %",
        "percent",
        note="同上，下浮。The same, below.",
        default=None,
    )
    quantity_terms: str | None = col(
        "数量表述",
        "Quantity stated",
        "choice",
        choices=QUANTITY_TERMS,
        note=(
            "空或按件数：一件不差；按重量体积：数量可差；约：金额和数量可差。"
            "多少见规则表 lc.*（UCP 600 第 30 条）。Blank or by number of units: no tolerance; by "
            "measure: of the quantity; about: of amount and quantity. How much say the rows lc.* "
            "of the policy (UCP 600 art. 30)."
        ),
        default=None,
    )
    issued_on: datetime.date | None = col("开证日期", "Issued on", "date", default=None)
    certifies: str | None = col(
        "受益人证明内容",
        "Beneficiary certifies",
        "text",
        note="信用证要我们证明的话，照原文写。What the L/C has us certify, in its own words.",
        default=None,
    )


@table(
    "packing_lists",
    "装箱单",
    "Packing lists",
    INPUT,
    "C-2.9",
    part="orders",
    keys=("packing_no",),
    note=(
        "每份装箱单一行，出货验货之后开，发给客户。"
        "One row per packing list, made after the final inspection and sent to the "
        "customer."
    ),
)
class PackingList(Row):
    """A packing list with its totals in kg and m³ (C-2.9)."""

    packing_no: str = col("装箱单号", "Packing no.", "text")
    order_no: str = order_no()
    packed_on: datetime.date | None = col("装箱日期", "Packed on", "date", default=None)
    packages: int | None = col("总件数", "Packages", "count", default=None)
    quantity: Decimal | None = col("总数量", "Total quantity", "quantity", default=None)
    net: Decimal | None = col("总净重", "Net weight kg", "quantity", default=None)
    gross: Decimal | None = col("总毛重", "Gross weight kg", "quantity", default=None)
    volume: Decimal | None = col("总体积", "Volume m³", "quantity", default=None)
    shipping_mark: str | None = col("唛头", "Shipping mark", "text", default=None)
    container: str | None = col("柜号封号", "Container and seal", "text", default=None)
    sent_on: datetime.date | None = col("发给客户日期", "Sent to customer on", "date", default=None)
    shipment_no: str | None = shipment_no(default=None)


@table(
    "packages",
    "装箱明细",
    "Packages",
    INPUT,
    "C-2.9",
    part="orders",
    keys=("packing_no", "first", "product"),
    note=(
        "装箱单的明细：从第几件到第几件，每件装什么、多少、多重、多大。"
        "A packing list's packages: from which to which number, and what is in each, "
        "how heavy, how large."
    ),
)
class Packages(Row):
    """Packages from a first to a last number, and what is in each (C-2.9)."""

    packing_no: str = col("装箱单号", "Packing no.", "text", refers="packing_lists.packing_no")
    first: int = col("起件号", "First package", "count")
    last: int = col("止件号", "Last package", "count")
    product: str = product()
    quantity: Decimal | None = col("每件数量", "Quantity each", "quantity", default=None)
    net: Decimal | None = col("每件净重", "Net kg each", "quantity", default=None)
    gross: Decimal | None = col("每件毛重", "Gross kg each", "quantity", default=None)
    volume: Decimal | None = col("每件体积", "m³ each", "quantity", default=None)
    kind: str | None = col(
        "包装种类",
        "Kind of package",
        "text",
        offers="packages",
        note="如纸箱、托盘、编织袋；外文单据写英文名。Such as carton, pallet, woven bag; papers in "
        "English take it as it stands.",
        default=None,
        also="包装类型;种类;type of package;package type",
    )
    dimensions: str | None = col(
        "每件尺寸",
        "Dimensions each",
        "text",
        note="长×宽×高，如 60×40×45 cm。Length × width × height.",
        default=None,
        also="外箱尺寸;箱规;尺寸;carton size;size;dims",
    )


@table(
    "export_papers",
    "出口单证",
    "Export papers",
    INPUT,
    "C-2.10",
    part="orders",
    keys=(),
    note=(
        "每份单证一行；客户要的单证先列一行，办好再填号码和日期。"
        "One row per paper; list what the customer asks for, and fill in number and "
        "date when it is there."
    ),
)
class ExportPaper(Row):
    """An export paper; a transport document's `issued_on` is the day of shipment (C-2.10)."""

    order_no: str = order_no()
    paper: str = col("单证", "Paper", "choice", choices=PAPERS)
    paper_no: str | None = col("单证号", "Paper no.", "text", default=None)
    issued_on: datetime.date | None = col(
        "签发日期",
        "Issued on",
        "date",
        note="运输单据为装运日期。Of a transport document: the day of shipment.",
        default=None,
    )
    port_loading: str | None = col(
        "装运港", "Port of loading", "text", offers="loading_ports", default=None
    )
    port_discharge: str | None = col(
        "目的港", "Port of discharge", "text", offers="discharge_ports", default=None
    )
    currency: str | None = col("币种", "Currency", "currency", default=None)
    amount: Decimal | None = col("金额", "Amount", "amount", default=None)
    shipping_mark: str | None = col("唛头", "Shipping mark", "text", default=None)
    copy_kept_on: datetime.date | None = col("留底日期", "Copy kept on", "date", default=None)
    sent_on: datetime.date | None = col(
        "寄出日期",
        "Sent on",
        "date",
        note=("正本寄给客户或交银行的日期。When the original went to the customer or the bank."),
        default=None,
    )
    shipment_no: str | None = shipment_no(default=None)


@table(
    "approvals",
    "批准与放行",
    "Approvals and waivers",
    INPUT,
    "C-2",
    sheet="批准 Approvals",
    part="orders",
    keys=(),
    note=(
        "谁、何时、看到什么数字而批准；数字一变，批准失效。"
        "Who approved, when, on which figure; when the figure changes the approval is "
        "void."
    ),
)
class Approval(Row):
    """An approval or waiver: who, when, on which figure (C-2)."""

    order_no: str = order_no()
    form: str = col("单据", "Form", "choice", choices=FORMS)
    kind: str = col(
        "类别",
        "Kind",
        "choice",
        choices=APPROVAL_KINDS,
        note=("放行：定金或余款未到而准许继续。Waiver: go on without the deposit or balance."),
    )
    by: str = person("批准人", "By")
    approved_on: datetime.date = col("批准日期", "Approved on", "date")
    seen: str = col(
        "所见数字", "Figure seen", "text", note="检查给出的原文。As the check words it."
    )
    reason: str | None = col(
        "原因", "Reason", "text", note="放行必须写明。A waiver needs one.", default=None
    )


@table(
    "stage_changes",
    "阶段变更",
    "Stage changes",
    INPUT,
    "C-2",
    part="orders",
    keys=(),
    note=(
        "订单每进一个阶段一行，暂停、取消、丢失也记在这里，写明原因。"
        "One row for every stage that an order came to; also when it was put on hold, cancelled "
        "or lost, with the reason."
    ),
)
class StageChange(Row):
    """An order came to a stage, or was halted for the reason in `note` (C-2)."""

    order_no: str = order_no()
    stage: str = col("阶段", "Stage", "choice", choices=CLAIMS)
    changed_on: datetime.date = col("日期", "Changed on", "date")
    by: str = person("经手人", "By")
    note: str | None = col("说明", "Note", "text", default=None)


@table(
    "archives",
    "归档",
    "Archives",
    INPUT,
    "E-4.2",
    part="orders",
    keys=("order_no",),
    note=(
        "每张归档的订单一行：全套打印归总经理，包装与定制产品封样。"
        "One row per archived order: the full set printed and with the general "
        "manager, packing and custom products sealed."
    ),
)
class Archive(Row):
    """An order's set of papers in the archive (E-4.2)."""

    order_no: str = order_no()
    archived_on: datetime.date | None = col("归档日期", "Archived on", "date", default=None)
    kept_by: str | None = col(
        "保管人",
        "Kept by",
        "text",
        note="总经理或其指定的人。The general manager, or whom he names.",
        default=None,
    )
    packing_sealed_on: datetime.date | None = col(
        "包装封样", "Packing sealed on", "date", default=None
    )
    product_sealed_on: datetime.date | None = col(
        "产品封样", "Product sealed on", "date", default=None
    )
    file: str | None = col("文件", "File", "text", default=None)
    digest: str | None = col("摘要", "Digest", "text", default=None)
