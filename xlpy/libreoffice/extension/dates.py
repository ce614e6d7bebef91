"""How LibreOffice reads a date that is typed, and shows one in a drop-down list: year first, as
the workbook does.
"""

from xlpy.libreoffice.extension.markup import configuration, node, prop

PATTERNS = "Y-M-D;Y/M/D;Y.M.D;Y年M月D日;Y年M月D号;Y-M;Y/M;Y年M月"
"""The forms of the manual. Day or month first names two days, so such an entry stays a text, which
is reported.
"""
LOCALE = "zh-CN"
"""Of numbers and dates alone, not of the menus; so a formula's `yyyy-mm` means the same whatever
the user's system.
"""


def settings() -> str:
    """The profile's settings unless the user has others (Setup.xcu)."""
    return configuration(
        "org.openoffice",
        "Setup",
        node("L10N", prop("DateAcceptancePatterns", PATTERNS), prop("ooSetupSystemLocale", LOCALE)),
    )
