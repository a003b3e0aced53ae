"""Dates and titles before the first turn."""

import pytest

from qualcode.transcripts.front import find_date, find_title


@pytest.mark.parametrize(
    "text",
    [
        "20 July 2022",
        "July 20, 2022",
        "Jul 20 2022",
        "20th of July 2022",
        "20 JULY 2022",
        "2022-07-20",
        "2022/07/20",
        "20.07.2022",
        "20.7.2022",
        "20/07/2022",
        "07/20/2022",
        "20-07-2022",
        "Date: 20 July 2022",
        "Interview on July 20th, 2022, in town",
        "20. Juli 2022",
        "20 juillet 2022",
        "20 de julio de 2022",
        "Wednesday, 20 July 2022 at 10:30",
    ],
)
def test_many_spellings(text: str) -> None:
    assert find_date(text) == ("2022-07-20", "")


@pytest.mark.parametrize("text", ["", "no date", "31 June 2022", "July 2022", "12:30", "1.2.3", "2022-13-40", "room 20072022"])
def test_what_is_no_date(text: str) -> None:
    assert find_date(text) == (None, "")


def test_day_or_month_first_is_not_guessed_but_told() -> None:
    day, doubt = find_date("Date: 03/04/2024")
    assert day is None
    assert "03/04/2024" in doubt
    assert find_date("04/04/2024")[0] == "2024-04-04"


def test_a_line_that_says_date_goes_first() -> None:
    assert find_date("Published 1 May 2024\n\nDate: 2 April 2023")[0] == "2023-04-02"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("Audio\n\nJo Marsh: what a ward needs\n\n20 July 2022", "Jo Marsh: what a ward needs"),
        ("# **Talk with a nurse**\n\ntext", "Talk with a nurse"),
        ("Study: wards\nTitle: Night shift\n\nFoo", "Night shift"),
        ("Date: 3 May 2024\n\nThis is a whole sentence about it.", None),
        ("", None),
        ("Interview with Jo: a night nurse", "Interview with Jo: a night nurse"),
        ("Interview length: 40 minutes or so", None),
    ],
)
def test_title(front: str, title: str | None) -> None:
    assert find_title(front) == title
