"""ISO 4217: the currencies that a receipt can be in, and the names by which people write some of
them.
"""

from xlpy.core.issues import UsageError
from xlpy.core.text import Text

_IN_USE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""  # noqa: E501
CODES = frozenset(_IN_USE.split())
"""Currencies in use."""

_WITHDRAWN = """
    ADP AFA ANG ATS AZM BEF BGL BGN BYB BYR CSD CUC CYP DEM ECS EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MGF MRO
    MTL MZM NLG PTE ROL RUR SDD SIT SKK SLL SRG STD TMM TRL VEB VEF YUM ZMK ZWD ZWL XEU
"""  # noqa: E501
WITHDRAWN = frozenset(_WITHDRAWN.split())
"""Currencies withdrawn since 1990: an old receipt may still be in one."""

NAMES = {
    "RMB": "CNY",
    "CNH": "CNY",
    "¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "美元": "USD",
    "美金": "USD",
    "US$": "USD",
    "欧元": "EUR",
    "€": "EUR",
    "英镑": "GBP",
    "£": "GBP",
    "日元": "JPY",
    "港币": "HKD",
    "港元": "HKD",
    "HK$": "HKD",
    "澳元": "AUD",
    "加元": "CAD",
    "新加坡元": "SGD",
    "瑞士法郎": "CHF",
    "卢布": "RUB",
    "人民幣": "CNY",
    "YUAN": "CNY",
    "RENMINBI": "CNY",
    "CHINESE YUAN": "CNY",
    "US DOLLAR": "USD",
    "US DOLLARS": "USD",
    "U.S. DOLLAR": "USD",
    "美圆": "USD",
    "EURO": "EUR",
    "EUROS": "EUR",
    "歐元": "EUR",
    "POUND STERLING": "GBP",
    "POUNDS STERLING": "GBP",
    "HONG KONG DOLLAR": "HKD",
    "HONG KONG DOLLARS": "HKD",
    "SINGAPORE DOLLAR": "SGD",
    "SINGAPORE DOLLARS": "SGD",
    "AUSTRALIAN DOLLAR": "AUD",
    "AUSTRALIAN DOLLARS": "AUD",
    "CANADIAN DOLLAR": "CAD",
    "CANADIAN DOLLARS": "CAD",
    "SWISS FRANC": "CHF",
    "SWISS FRANCS": "CHF",
    "STERLING": "GBP",
    "英鎊": "GBP",
    "JAPANESE YEN": "JPY",
    "YEN": "JPY",
    "日圓": "JPY",
    "日圆": "JPY",
    "HK DOLLAR": "HKD",
    "港幣": "HKD",
    "港纸": "HKD",
    "澳大利亚元": "AUD",
    "A$": "AUD",
    "AU$": "AUD",
    "加拿大元": "CAD",
    "C$": "CAD",
    "CA$": "CAD",
    "新元": "SGD",
    "新币": "SGD",
    "坡币": "SGD",
    "S$": "SGD",
    "SG$": "SGD",
    "瑞郎": "CHF",
    "NEW ZEALAND DOLLAR": "NZD",
    "新西兰元": "NZD",
    "纽元": "NZD",
    "NZ$": "NZD",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "新台币": "TWD",
    "新臺幣": "TWD",
    "NT$": "TWD",
    "韩元": "KRW",
    "韩国元": "KRW",
    "₩": "KRW",
    "泰铢": "THB",
    "฿": "THB",
    "林吉特": "MYR",
    "马来西亚林吉特": "MYR",
    "印度卢比": "INR",
    "₹": "INR",
    "RS": "INR",
    "瑞典克朗": "SEK",
    "丹麦克朗": "DKK",
    "挪威克朗": "NOK",
    "迪拉姆": "AED",
    "阿联酋迪拉姆": "AED",
    "R$": "BRL",
}
"""What people write instead of a code."""


def code_of(text: str) -> str | None:
    """The ISO 4217 code that a text names, in capitals; None when it names none."""
    text = text.strip().upper().replace("￥", "¥")
    code = NAMES.get(text, text)
    return code if code in CODES or code in WITHDRAWN else None


def currency_named(text: str) -> str:
    """The ISO 4217 code that somebody's answer names. Raises UsageError when it names none."""
    code = code_of(text)
    if code is None:
        raise UsageError(
            Text(
                f"“{text}”不是币种，请写 ISO 代码，如 USD",
                f'"{text}" is not a currency; write its ISO code, such as USD',
            )
        )
    return code
