"""Statements in the forms of many banks and services: what every line becomes, by hand; none is
gravely wrong.
"""

import bankkit
import pytest

FOLDERS = {"own": bankkit.OWN, "shared": bankkit.SHARED}


@pytest.fixture(scope="module", params=FOLDERS)
def results(request, measured):
    folder = FOLDERS[request.param]
    if not folder.is_dir():
        pytest.skip(f"the shared data are absent: {folder}")
    found = bankkit.results(folder)
    right = sum(not result.wrong for result in found)
    grave = sum(result.grave for result in found)
    measured(
        f"bank statements, {request.param}: {len(found)} lines, {right} right, {grave} "
        "gravely wrong"
    )
    return found


def test_no_line_is_gravely_wrong(results):
    assert [str(result) for result in results if result.grave] == []


def test_every_line_becomes_what_it_must(results):
    assert [str(result) for result in results if result.wrong] == []
