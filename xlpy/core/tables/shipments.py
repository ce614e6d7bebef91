"""Shipments: an order in several of them, several orders in one."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import TRANSPORTS
from xlpy.core.tables.columns import order_no
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "shipments",
    "出运",
    "Shipments",
    INPUT,
    "C-2.10",
    part="orders",
    keys=("shipment_no",),
    note=(
        "每次出运一行：哪天、什么船或航班、提单号、港口、柜号。没有分批的订单可以不填。"
        "One row per shipment: day, vessel or flight, B/L no., ports, container. An order that "
        "goes in one needs none."
    ),
)
class Shipment(Row):
    """A shipment of one order or several; what is in it stands in the shipment lines (C-2.10)."""

    shipment_no: str = col(
        "出运号", "Shipment no.", "text", also="出货编号;批次;shipment;shipment number;lot"
    )
    date: datetime.date | None = col(
        "装运日期",
        "Shipped on",
        "date",
        note="与运输单据日期一致；装运前填预计日期。The transport document's date; before it is "
        "there, the day that is planned.",
        default=None,
        also="开船日期;出运日期;etd;sailing date;on board date",
    )
    transport: str | None = col(
        "运输方式", "Transport", "choice", choices=TRANSPORTS, default=None, also="mode;by"
    )
    vessel: str | None = col(
        "船名或航班",
        "Vessel or flight",
        "text",
        default=None,
        also="船名;航班号;车次;vessel;flight;flight no",
    )
    voyage: str | None = col("航次", "Voyage", "text", default=None, also="航次号;voyage no")
    document_no: str | None = col(
        "提单号",
        "B/L or AWB no.",
        "text",
        note="提单、空运单、快递单的号码。Of the bill of lading, air waybill or courier receipt.",
        default=None,
        also="运单号;bl no;b/l no;awb no;tracking no",
    )
    from_port: str | None = col(
        "装运港", "Port of loading", "text", offers="loading_ports", default=None, also="起运港;pol"
    )
    to_port: str | None = col(
        "目的港",
        "Port of discharge",
        "text",
        offers="discharge_ports",
        default=None,
        also="卸货港;pod;destination",
    )
    container: str | None = col(
        "柜号封号",
        "Container and seal",
        "text",
        default=None,
        also="柜号;集装箱号;container;container no",
    )
    forwarder: str | None = col(
        "货代", "Forwarder", "text", default=None, also="货运代理;承运人;carrier;agent"
    )
    note: str | None = col("备注", "Note", "text", default=None)
    tare: Decimal | None = col(
        "柜自重",
        "Container tare kg",
        "quantity",
        note="写在柜门上，算 VGM 用。It stands on the container's door; for the VGM.",
        default=None,
    )
    dunnage: Decimal | None = col(
        "垫料重",
        "Dunnage kg",
        "quantity",
        note="托盘、垫木、绑带等的重量，算 VGM 用。Pallets, wood, straps; for the VGM.",
        default=None,
    )
    via: str | None = col(
        "中转港",
        "Transhipped at",
        "text",
        note="途中换船的港口；直航空着。Where it changes ships; blank: direct.",
        default=None,
        also="转运港;中转;via;transhipment port",
    )
    containers: str | None = col(
        "箱型箱量",
        "Containers",
        "text",
        note="如 1×40HQ, 2×20GP；拼箱写 LCL。Such as 1×40HQ, 2×20GP; LCL for less than one.",
        default=None,
        also="柜型;箱量;柜型柜量;container type;containers;no. of containers",
    )
    to_country: str | None = col(
        "运抵国",
        "Country of arrival",
        "text",
        note="货物最后运到的国家；空为买方的国家。Where the goods go; blank: the buyer's country.",
        default=None,
        also="目的国;最终目的国;country of destination;destination country",
    )
    weighed: Decimal | None = col(
        "整箱称重",
        "Weighed kg",
        "quantity",
        note="装好的柜过磅的重量，VGM 方法 1；空为方法 2，累加。The packed container on a scale, "
        "method 1 of the VGM; blank: method 2, added up.",
        default=None,
        also="过磅重量;weighbridge",
    )


@table(
    "shipment_lines",
    "出运明细",
    "Shipment lines",
    INPUT,
    "C-2.10",
    part="orders",
    keys=("shipment_no", "order_no", "line_no"),
    note=(
        "每次出运里的每个订单明细一行，写这次要运的数量。"
        "One row per order line in a shipment, with the quantity that goes in it."
    ),
)
class ShipmentLine(Row):
    """How much of an order's line goes in a shipment (C-2.10)."""

    shipment_no: str = col("出运号", "Shipment no.", "text", refers="shipments.shipment_no")
    order_no: str = order_no()
    line_no: int = col(
        "行号",
        "Line",
        "count",
        note="订单明细的行号。The line of the order's lines.",
        also="明细行号;order line;line number",
    )
    quantity: Decimal = col("数量", "Quantity", "quantity", also="出运数量;装运数量;qty")
