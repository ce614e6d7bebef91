"""The forecast's methods on the monthly series of the M1 and M3 competitions, by MASE.

The data are not ours and are not shipped. Fetch `data/M1.rda` and `data/M3.rda` of Hyndman's
Mcomp (https://github.com/robjhyndman/Mcomp, GPL-3), then:

    pip install rdata
    python benchmarks/forecast.py FOLDER_WITH_THE_RDA_FILES

For each method and competition: the last 24 or 36 months of a series, the next 3 or 12 forecast;
mean absolute error ÷ that of "same month last year" within those months, averaged over the series.
"""

import sys
import warnings
from pathlib import Path

from xlpy.core.forecast import YEAR, last_year, theta, theta_and_last_year

METHODS = {"A theta and last year": theta_and_last_year, "B theta": theta}
EXPECTED = {
    ("A theta and last year", "M3"): (0.805, 1.002, 0.744, 0.917),
    ("B theta", "M3"): (0.911, 1.120, 0.776, 0.982),
    ("A theta and last year", "M1"): (0.808, 1.079, 0.702, 0.933),
    ("B theta", "M1"): (0.692, 1.033, 0.624, 0.913),
}
"""Figures of an implementation of its own, written apart from ours."""
SETTINGS = [(24, 3), (24, 12), (36, 3), (36, 12)]


def monthly(path: Path) -> list[tuple[list[float], list[float]]]:
    """The monthly series of a file: what was known, and what came."""
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = rdata.read_rda(path)
    series = next(iter(read.values())).values()
    return [
        ([float(v) for v in each["x"]], [float(v) for v in each["xx"]])
        for each in series
        if str(each["period"][0]).upper() == "MONTHLY"
    ]


def mase(series, method, known: int, ahead: int) -> float | None:
    """The scaled error of one series; None where it is shorter than a year more, or is constant."""
    before, came = series
    if len(before) < known + YEAR or len(came) < ahead:
        return None
    window = before[-known:]
    scale = sum(abs(b - a) for a, b in zip(window, window[YEAR:], strict=False)) / (known - YEAR)
    if scale == 0:
        return None
    points = method(window, ahead)
    return sum(abs(a - p) for a, p in zip(came, points, strict=False)) / ahead / scale


def main(folder: Path) -> None:
    """Prints a line per competition and method, and how far it is from what is expected."""
    for name in ("M3", "M1"):
        series = monthly(folder / f"{name}.rda")
        for title, method in {**METHODS, "last year x growth": last_year}.items():
            found = []
            for known, ahead in SETTINGS:
                errors = [e for each in series if (e := mase(each, method, known, ahead))]
                found.append(sum(errors) / len(errors))
            off = EXPECTED.get((title, name))
            print(
                f"{name} {len(series):5} {title:22}",
                *(f"{each:.3f}" for each in found),
                *(f"{e / o - 1:+.1%}" for e, o in zip(found, off or (), strict=False)),
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
