"""What the demo department sells and the names on its papers: letterhead, banks, suppliers,
products, price list.
"""

from datetime import date
from decimal import Decimal

from xlpy.build import demo_wanted as wanted
from xlpy.build.demo_addresses import address_rows
from xlpy.build.demo_customers import CLIENTS

COMPANY = {
    "company": "海桥",
    "zh_name": "深圳市海桥进出口有限公司",
    "en_name": "Shenzhen Haiqiao Import & Export Co., Ltd.",
    "zh_address": "深圳市福田区滨河大道 1 号海桥大厦 1208 室",
    "en_address": "Room 1208, Haiqiao Building, 1 Binhe Avenue, Futian District, Shenzhen, China",
    "contact": "外贸部 Trade department",
    "phone": "+86 755 0000 1208",
    "mail": "trade@haiqiao.example",
    "website": "www.haiqiao.example",
    "tax_no": "440300000000000",
}
_BANK = {
    "holder": COMPANY["en_name"],
    "bank": "Example Bank of China, Shenzhen Futian Branch",
    "swift": "EXAMCNBSSZX",
    "bank_address": "2 Binhe Avenue, Futian District, Shenzhen, China",
}
_ACCOUNTS = {
    "USD": "0000 1208 0001",
    "EUR": "0000 1208 0002",
    "GBP": "0000 1208 0003",
    "JPY": "0000 1208 0004",
    "HKD": "0000 1208 0005",
    "CNY": "0000 1208 0006",
}
SUPPLIERS = (
    ("东莞市恒达五金厂", "东莞市长安镇振安路 18 号", "何先生", "0769 0000 0018"),
    ("佛山市南海竹艺加工厂", "佛山市南海区狮山镇", "梁女士", "0757 0000 0026"),
    ("汕头市龙湖彩印包装厂", "汕头市龙湖区珠津路 5 号", "陈先生", "0754 0000 0005"),
)
# Price in dollars · item · Chinese name · English name · specification · HS code · unit · per
# carton · part · supplier
_GOODS = """
0.85 · SP-08 · 餐勺 · Stainless steel table spoon · 18/0, 195 mm, mirror polish · 8215990000 · pcs · 300 · 勺坯 · 0
1.45 · FK-14 · 餐叉 · Stainless steel table fork · 18/10, 200 mm, satin finish · 8215990000 · pcs · 300 · 叉坯 · 0
2.30 · ST-23 · 茶漏 · Tea strainer · 18/8 mesh, diameter 70 mm, with drip bowl · 7323930000 · pcs · 120 · 滤网 · 0
2.30 · CT-24 · 竹托盘 · Bamboo tray · 30 × 20 × 4 cm, oiled · 4419190000 · pcs · 60 · 竹板 · 1
3.75 · CB-37 · 竹砧板 · Bamboo cutting board · 36 × 24 × 2 cm, with juice groove · 4419190000 · pcs · 40 · 竹板 · 1
5.20 · MB-52 · 不锈钢打蛋盆 · Mixing bowl · 24 cm, silicone base · 7323930000 · pcs · 48 · 硅胶底 · 0
7.90 · KS-79 · 厨房剪刀 · Kitchen shears · forged, 215 mm, take-apart · 8213000000 · pcs · 60 · 剪刀坯 · 0
12.60 · KB-12 · 刀架 · Knife block · bamboo, for 6 knives · 4419190000 · pcs · 12 · 竹板 · 1
18.50 · KT-18 · 不锈钢水壶 · Kettle · 2.0 l, 18/10, for induction · 7323930000 · pcs · 12 · 壶底 · 0
26.00 · CS-26 · 三件套锅 · Cookware set of three · 16, 20, 24 cm, glass lids · 7323930000 · sets · 4 · 锅盖 · 0
"""  # noqa: E501


class Good:
    """A product with its price in dollars, the part that is bought for it, and from whom."""

    def __init__(self, line: str):
        (
            price,
            self.item,
            self.zh,
            self.en,
            self.spec,
            self.hs,
            self.unit,
            carton,
            self.part,
            supplier,
        ) = line.split(" · ")
        self.dollars = price
        self.per_carton = int(carton)
        self.supplier = SUPPLIERS[int(supplier)][0]

    def price(self, currency: str) -> Decimal:
        """The list price in a currency."""
        return wanted.price(self.dollars, currency)


GOODS = tuple(Good(line.strip()) for line in _GOODS.strip().splitlines())


def goods_rows() -> dict[str, list[dict]]:
    """The rows of company, banks, addresses, suppliers, products and price list, as typed
    values.
    """
    return {
        "companies": [COMPANY],
        "banks": [
            {**_BANK, "currency": currency, "account_no": number}
            for currency, number in _ACCOUNTS.items()
        ],
        "addresses": address_rows({client.name: client.country for client in CLIENTS}),
        "suppliers": [
            {"supplier": name, "address": place, "contact": person, "phone": phone}
            for name, place, person, phone in SUPPLIERS
        ],
        "products": [_product(good) for good in GOODS],
        "prices": [_price(good, currency) for good in GOODS for currency in _ACCOUNTS],
    }


def _product(good: Good) -> dict:
    net = Decimal(good.dollars) * good.per_carton / 25
    return {
        "product": good.item,
        "zh_name": good.zh,
        "en_name": good.en,
        "specification": good.spec,
        "hs_code": good.hs,
        "unit": good.unit,
        "packing": f"{good.per_carton} {good.unit} per export carton",
        "per_package": Decimal(good.per_carton),
        "net": round(net, 1),
        "gross": round(net, 1) + Decimal("1.2"),
        "volume": Decimal("0.062"),
        "criterion": "PSR",
    }


def _price(good: Good, currency: str) -> dict:
    price = good.price(currency)
    lowest, highest = price * 95 / 100, price * 115 / 100
    places = 0 if currency == "JPY" else 2
    return {
        "product": good.item,
        "currency": currency,
        "price": price,
        "lowest": round(lowest, places),
        "highest": round(highest, places),
        "from": date(2011, 10, 1),
    }
