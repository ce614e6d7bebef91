"""Columns that several tables have, each written once."""

from dataclasses import MISSING
from typing import Any

from xlpy.core.dossier.forms import FORMS
from xlpy.core.pricing import PRICE_BASES
from xlpy.core.tables.choices import FORM_STATES, POOL_NAMES
from xlpy.core.tables.model import col


def month(note: str = "月份，写作 2012-07。Month, written 2012-07.") -> Any:
    """The column `month`."""
    return col(
        "月份",
        "Month",
        "month",
        note=note,
        also="月;所属月份;所属月;年月;考核月份;工资月份;日期;period;month of",
    )


def person(
    zh: str = "姓名",
    en: str = "Name",
    *,
    note: str = "",
    rule: str = "",
    default: Any = MISSING,
    also: str = "",
) -> Any:
    """A column that holds a name of the staff table."""
    note = note or "员工表里的姓名。A name of the staff table."
    also = (
        also
        or "员工;员工姓名;业务员;名字;人员;销售;销售员;employee;employee "
        "name;salesperson;person;staff;sales rep"
    )
    return col(
        zh, en, "text", refers="staff.name", rule=rule, note=note, default=default, also=also
    )


def customer(default: Any = MISSING) -> Any:
    """A column that holds a name of the customers table."""
    also = (
        "客户名称;客户名;客户全称;客户姓名;公司名称;买家;买方;买家名称;进口商;"
        "customer name;client;client name;buyer;company;company name;account name"
    )
    return col("客户", "Customer", "text", refers="customers.customer", default=default, also=also)


def phone(default: Any = MISSING) -> Any:
    """The phone of a customer or supplier."""
    return col(
        "电话", "Phone", "text", default=default, also="联系电话;手机;电话号码;tel;telephone;mobile"
    )


def mail(default: Any = MISSING) -> Any:
    """The mail address of a customer or supplier."""
    return col("邮箱", "Mail", "text", default=default, also="电子邮箱;邮件;电邮;Email;e-mail")


def country(default: Any = MISSING) -> Any:
    """The country of somebody, as people write it."""
    return col(
        "国家",
        "Country",
        "text",
        default=default,
        also="国别;所在国;国家名称;所在国家;目的国;nation;country name",
    )


def person_or_team() -> Any:
    """The column `name` of a target, which is a person's or a team's."""
    note = "业务员姓名或团队名。A person, or the team's name."
    also = (
        "姓名;团队;业务员;员工;员工姓名;部门;姓名/团队;对象;责任"
        "人;name;team;salesperson;person;who;employee"
    )
    return col("姓名或团队", "Name or team", "text", note=note, also=also)


def holder() -> Any:
    """The column `name` of a result that is a person's or a pool's."""
    return col("姓名或奖池", "Name or pool", "holder", choices=POOL_NAMES)


def fen(
    zh: str, en: str, *, rule: str = "", note: str = "", default: Any = MISSING, also: str = ""
) -> Any:
    """A column of money in yuan, read as fen."""
    return col(zh, en, "fen", rule=rule, note=note, default=default, also=also)


def in_force() -> Any:
    """The column `from` of a dated rule."""
    note = "从这天起有效；改规则就加一行。In force from this day; to change a rule, add a row."
    also = (
        "生效日;起始日期;启用日期;开始日期;执行日期;日期;effective date;effective from;"
        "valid from;start date;from date;date"
    )
    return col("生效日期", "In force from", "date", note=note, also=also)


def order_no(default: Any = MISSING, note: str = "") -> Any:
    """The column `order_no` of a table whose rows belong to an order."""
    also = (
        "合同号;订单编号;合同编号;订单号码;订单;PO号;PO No.;PI号;order number;order;"
        "order id;contract no;contract number;po;po no"
    )
    return col(
        "订单号",
        "Order no.",
        "text",
        refers="orders.order_no",
        note=note,
        default=default,
        also=also,
    )


def shipment_no(default: Any = MISSING) -> Any:
    """The column `shipment_no` of a form that an order has for each of its shipments."""
    return col(
        "出运号",
        "Shipment no.",
        "text",
        refers="shipments.shipment_no",
        note="分批出运的订单要填。Needed where the order goes in several shipments.",
        default=default,
        also="批次;shipment;lot",
    )


def product(default: Any = MISSING) -> Any:
    """The column `product` of a table whose rows are of a product."""
    also = (
        "产品编号;产品;商品编号;编号;产品货号;item number;item;sku;product no;product;article "
        "no;article"
    )
    return col("货号", "Item no.", "text", refers="products.product", default=default, also=also)


def price_per(default: Any = MISSING) -> Any:
    """The column `per` of a table whose rows have a price: for how many pieces it is."""
    return col(
        "计价数量",
        "Price is for",
        "choice",
        choices=PRICE_BASES,
        note="单价是多少个的价钱；空为一个。How many pieces the price is for; blank: for one.",
        default=default,
        also="每;价格单位;计价基数;per;price per;price unit;price basis",
    )


def incoterm(default: Any = MISSING) -> Any:
    """The column `incoterm`: the rule and its place."""
    note = "Incoterms 2020 与地点，如 CIF Hamburg。With its place."
    also = (
        "价格条款;成交方式;贸易条款;价格术语;贸易方式;incoterms;"
        "trade terms;delivery terms;price terms;terms of delivery"
    )
    return col(
        "贸易术语", "Incoterm", "text", note=note, offers="incoterms", default=default, also=also
    )


def payment_terms(default: Any = MISSING) -> Any:
    """The column `payment_terms` of a table whose rows are paid by terms."""
    note = "付款条件表里的一行。A row of the table of payment terms."
    also = (
        "付款方式;结算方式;付款条款;支付方式;收款方式;terms of payment;payment "
        "method;terms;payment term"
    )
    return col(
        "付款条件",
        "Payment terms",
        "text",
        note=note,
        offers="terms.payment_terms",
        default=default,
        also=also,
    )


def form(key: str, default: Any = MISSING) -> Any:
    """The column of a form's state, under the form's own names."""
    labels = FORMS[key]
    return col(labels.zh, labels.en.capitalize(), "choice", choices=FORM_STATES, default=default)
