"""Where the customers of the demo's dossiers have their offices, all invented: buyer, consignee
and notify party.
"""

# customer · address, its lines separated by / · contact
_BUYERS = """
Tigris Star General Trading · Warehouse 6, Al Maqal Road / Basra 61001 · Mr. H. Al-Rubaie
Redwood Creek Merchandise Inc. · 2200 Harbor Bay Parkway, Suite 310 / Oakland, CA 94600 · Ms. D. Whitcombe
Kitanohama Shoji Co., Ltd. · 4-12 Honmachi-dori, Naka-ku / Yokohama 231-0005 · Mr. K. Inamura
Wattle Grove Imports Pty Ltd · Unit 9, 41 Dockside Road / Port Melbourne VIC 3207 · Ms. R. Ferrars
Volga Most OOO · ul. Portovaya 17, office 204 / 353900 Novorossiysk · Mr. A. Zubkov
Distribuidora Andes del Sur SpA · Avenida Barros Luco 1450, Galpón 3 / San Antonio 2660000 · Sra. P. Arriagada
深圳市港湾源贸易有限公司 · 深圳市盐田区海景路 88 号 3 楼 · 黄小姐
Pampa Norte S.R.L. · Avenida Ingeniero Huergo 910, piso 6 / C1107 Buenos Aires · Sr. L. Quiroga
Great Plains Fittings LLC · 815 Stockyard Avenue / Omaha, NE 68107 · Mr. T. Halvorsen
Chao Phraya Ware Co., Ltd. · 77/3 Charoen Krung Road, Bang Rak / Bangkok 10500 · Khun S. Wattana
Lone Mesa Outfitters Inc. · 5400 Terminal Island Way / San Pedro, CA 90731 · Ms. G. Alvarado
Victoria Peak Gifts Ltd · Flat 5, 12/F, Wing Cheong Factory Building, 121 King Lam Street / Kowloon · Mr. C. Fung
Brandt & Söhne Haushaltswaren GmbH · Am Sandtorkai 68 / 20457 Hamburg · Frau U. Petersen
"""  # noqa: E501
# customer · kind · addressee · address
_OTHERS = """
Redwood Creek Merchandise Inc. · consignee · To order of Example Bank · 1 Broadway / Oakland, CA 94600
Redwood Creek Merchandise Inc. · notify · Golden Gate Customs Brokers Inc. · 77 Maritime Street / Oakland, CA 94600
Tigris Star General Trading · notify · Shatt Clearing & Forwarding · Port Gate 2 / Umm Qasr
"""  # noqa: E501


def address_rows(countries: dict[str, str]) -> list[dict]:
    """The rows of the addresses table, as typed values; `countries`: customer → country."""
    rows = [
        _row(name, "buyer", address, countries) | {"contact": person}
        for name, address, person in _lines(_BUYERS)
    ]
    return rows + [
        _row(name, kind, address, countries) | {"addressee": addressee}
        for name, kind, addressee, address in _lines(_OTHERS)
    ]


def _lines(text: str) -> list[list[str]]:
    return [line.split(" · ") for line in text.strip().splitlines()]


def _row(name: str, kind: str, address: str, countries: dict[str, str]) -> dict:
    return {
        "customer": name,
        "kind": kind,
        "address": address.replace(" / ", "\n"),
        "country": countries[name],
    }
