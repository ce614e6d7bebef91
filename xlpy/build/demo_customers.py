"""The demo department's customers, all invented: who looks after them, and how each usually
buys.
"""

from dataclasses import dataclass

from xlpy.build.demo_people import CHEN, LI, ROSSI, WANG, ZHAO


@dataclass(frozen=True, slots=True)
class Client:
    """A customer with the currency and the delivery term of its orders."""

    name: str
    country: str
    region: str
    grade: str
    owner: str
    channel: str
    currency: str
    incoterm: str


# name · country · region · grade · channel · currency · incoterm
_BY_OWNER = {
    WANG: """
        Brandt & Söhne Haushaltswaren GmbH · Germany · Europe · A · exhibition · EUR · CIF Hamburg
        Ateliers Roquebrune SARL · France · Europe · A · website · EUR · CIF Le Havre
        Hollins & Wray Ltd · United Kingdom · Europe · A · existing customers · GBP · CIF Felixstowe
        Van der Meulen Import BV · Netherlands · Europe · B · exhibition · EUR · CIF Rotterdam
        Casa Belmonte S.r.l. · Italy · Europe · B · B2B platform · EUR · CFR Genoa
        Nordsund Handel AS · Norway · Europe · B · search · USD · CIF Oslo
        Lindqvist Hemvaror AB · Sweden · Europe · B · website · EUR · FOB Shenzhen
        Krakowski Hurt Sp. z o.o. · Poland · Europe · C · B2B platform · EUR · CIF Gdynia
        Kestrel Home Stores Ltd · United Kingdom · Europe · B · search · GBP · FOB Yantian
        Thessalia Emporiki AE · Greece · Europe · C · exhibition · EUR · CIF Piraeus
        Harbour Lane Sourcing Ltd · Hong Kong · Asia · B · existing customers · HKD · EXW Shenzhen
    """,
    CHEN: """
        Redwood Creek Merchandise Inc. · United States · Americas · A · existing customers · USD · FOB Shenzhen
        Great Plains Fittings LLC · United States · Americas · A · exhibition · USD · FOB Yantian
        Lone Mesa Outfitters Inc. · United States · Americas · B · B2B platform · USD · CIF Los Angeles
        Maple & Birch Imports Ltd · Canada · Americas · B · website · USD · CIF Vancouver
        Comercial Tres Volcanes S.A. de C.V. · Mexico · Americas · B · exhibition · USD · CIF Manzanillo
        Importadora Rio Verde Ltda · Brazil · Americas · A · exhibition · USD · CIF Santos
        Distribuidora Andes del Sur SpA · Chile · Americas · B · B2B platform · USD · CFR San Antonio
        Pampa Norte S.R.L. · Argentina · Americas · C · search · USD · CFR Buenos Aires
        Casa Quetzal S.A. · Guatemala · Americas · C · B2B platform · USD · CIF Puerto Quetzal
        宁波远澜进出口有限公司 · China · Asia · B · existing customers · CNY · EXW Shenzhen
    """,  # noqa: E501
    ZHAO: """
        Al Noor Gate Trading LLC · United Arab Emirates · Middle East · A · exhibition · USD · CIF Jebel Ali
        Qasr Al Waha Est. · Saudi Arabia · Middle East · B · exhibition · USD · CFR Jeddah
        Tigris Star General Trading · Iraq · Middle East · C · B2B platform · USD · CFR Umm Qasr
        Bosphorus Yıldız Dış Ticaret A.Ş. · Turkey · Middle East · B · website · EUR · CIF Ambarli
        Cedar Hill Imports SAL · Lebanon · Middle East · C · search · USD · CIF Beirut
        Savanna Ridge Distributors (Pty) Ltd · South Africa · Africa · A · existing customers · USD · CIF Durban
        Lagoon City Ventures Ltd · Nigeria · Africa · B · B2B platform · USD · CIF Lagos
        Kilima General Merchants Ltd · Kenya · Africa · B · exhibition · USD · CIF Mombasa
        Nile Delta Home Co. · Egypt · Africa · B · website · USD · CIF Alexandria
        Atlas Ouest Distribution SARL · Morocco · Africa · C · search · EUR · CIF Casablanca
        广州市穗桥国际贸易有限公司 · China · Asia · B · existing customers · CNY · EXW Shenzhen
    """,  # noqa: E501
    ROSSI: """
        Kitanohama Shoji Co., Ltd. · Japan · Asia · A · exhibition · JPY · CIF Yokohama
        Hoshigaoka Living K.K. · Japan · Asia · B · website · JPY · CIF Kobe
        Hangang Mart Co., Ltd. · South Korea · Asia · B · B2B platform · USD · CIF Busan
        Straits Lantern Pte Ltd · Singapore · Asia · B · existing customers · USD · CIF Singapore
        Chao Phraya Ware Co., Ltd. · Thailand · Asia · C · search · USD · FOB Shenzhen
        Deccan Bazaar Pvt Ltd · India · Asia · C · B2B platform · USD · CIF Nhava Sheva
        Southern Cross Homeware Pty Ltd · Australia · Oceania · A · exhibition · USD · CIF Sydney
        Wattle Grove Imports Pty Ltd · Australia · Oceania · B · website · USD · CIF Melbourne
        Kauri Point Trading Ltd · New Zealand · Oceania · B · existing customers · USD · CIF Auckland
        Bottega dell'Adriatico S.p.A. · Italy · Europe · A · existing customers · EUR · CIF Trieste
        Victoria Peak Gifts Ltd · Hong Kong · Asia · B · exhibition · HKD · EXW Shenzhen
        Meridian Cruise Provisions Inc. · Bahamas · other · C · search · USD · FCA Shenzhen
    """,  # noqa: E501
    LI: """
        Saigon Riverside Co., Ltd. · Vietnam · Asia · B · B2B platform · USD · CFR Ho Chi Minh City
        Lumbini Trade Links · Nepal · Asia · C · B2B platform · USD · FOB Shenzhen
        Volga Most OOO · Russia · Europe · B · search · USD · CIF Novorossiysk
        Pacific Atoll Supplies Ltd · Fiji · Oceania · C · website · USD · CFR Suva
        Northstar Relief Procurement · Switzerland · other · B · website · USD · FCA Shenzhen
        Kowloon Bay Trading Co. · Hong Kong · Asia · B · exhibition · HKD · EXW Shenzhen
        深圳市港湾源贸易有限公司 · China · Asia · B · search · CNY · EXW Shenzhen
    """,
}


def _clients() -> list[Client]:
    lines = (
        (owner, line.strip())
        for owner, text in _BY_OWNER.items()
        for line in text.strip().splitlines()
    )
    split = ((owner, *line.split(" · ")) for owner, line in lines)
    return [
        Client(name, country, region, grade, owner, *rest)
        for owner, name, country, region, grade, *rest in split
    ]


CLIENTS = tuple(_clients())


def customers() -> list[dict]:
    """The rows of the customers table, as typed values."""
    return [
        {
            "customer": client.name,
            "country": client.country,
            "region": client.region,
            "grade": client.grade,
            "owner": client.owner,
            "channel": client.channel,
        }
        for client in CLIENTS
    ]
