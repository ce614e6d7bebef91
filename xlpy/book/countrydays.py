"""The public holidays of a country in a year, as the package `holidays` (PyPI, MIT) has them.

It is an extra, imported when it is used.
"""

from datetime import date
from typing import Any

from xlpy.core.extras import missing
from xlpy.core.text import Text

_ENGLISH, _MOVED = "en_US", "substituted"
"""The language of names where the package has it; what is said of a day off that is no feast."""


def country_days(code: str, year: int) -> tuple[list[tuple[date, str]], str] | None:
    """Day and name of each holiday of the country of an ISO code, and the source; None where the
    package does not know the country.

    Days off in place of a feast on a Sunday are left out. Raises FileError without the package.
    """
    package = _package()
    kind = getattr(package, code, None) if code.isupper() else None
    if code not in package.list_supported_countries(include_aliases=False):
        return None
    language = _ENGLISH if _ENGLISH in kind.supported_languages else None
    found = package.country_holidays(code, years=year, observed=False, language=language)
    days = [(day, name) for day, name in sorted(found.items()) if _MOVED not in name]
    return days, f"holidays {package.__version__}"


def _package() -> Any:
    try:
        import holidays
    except ImportError:
        raise missing(
            "holidays", "holidays", Text("客户国家的节日", "customers' holidays")
        ) from None
    return holidays
