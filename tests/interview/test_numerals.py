from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_platform.interview.numerals import BadValue, read_number, split_number, trim


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("007", "7"),
        ("1.5", "1.5"),
        (".5", "0.5"),
        ("1,5", "1.5"),
        (",5", "0.5"),
        ("0,25", "0.25"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1,2345", "1.2345"),
        ("1234,5", "1234.5"),
        ("1234.567", "1234.567"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1'234'567", "1234567"),
        ("1’234", "1234"),
        ("1_234", "1234"),
        ("1.234.567", "1234567"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1.234.567,8", "1234567.8"),
        ("-1,5", "-1.5"),
        ("+3", "3"),
    ],
)
def test_the_marks_of_several_countries(written: str, value: str) -> None:
    assert read_number(written, "5") == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "1 2 3",
        "1,23,4",
        "1,234 567",
        "1.23.4",
        "1234,567",
        "0,125,000",
        "12,34,567",
        "1,2.5",
        "1 2,5",
    ],
)
def test_other_marks_are_refused_with_what_would_be_right(written: str) -> None:
    with pytest.raises(BadValue, match=r"every three digits, as in 1,234,567; write it like 5 GB"):
        read_number(written, "5 GB")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("1.500", "“1.500” can be read as 1,500 or as the decimal 1.5; write 1500 or 1.5"),
        ("5.000", "“5.000” can be read as 5,000 or as the decimal 5; write 5000 or 5"),
        ("1.234", "“1.234” can be read as 1,234 or as the decimal 1.234; write 1234 or 1.2340"),
    ],
)
def test_a_dot_before_three_digits_has_two_readings(written: str, says: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_number(written, "5", dot_may_group=True)
    assert str(caught.value) == says
    assert read_number(written, "5") == Decimal(written)


@pytest.mark.parametrize("written", ["0.125", "1.50", "1.2340", "1234.500", "1.000.000"])
def test_what_only_looks_like_two_readings_has_one(written: str) -> None:
    assert read_number(written, "5", dot_may_group=True) == read_number(written, "5")


@pytest.mark.parametrize(
    ("text", "numeral", "rest"),
    [
        ("120 GB", "120", "GB"),
        ("1h30", "1", "h30"),
        ("1 day, 6 h", "1", "day, 6 h"),
        ("about 5 GB", "5", "GB"),
        ("ca. ~ 5 GB", "5", "GB"),
        ("at most 5", "5", ""),
        ("−3 GB", "-3", "GB"),
        ("1 2 3 GB", "1 2 3", "GB"),
    ],
)
def test_the_leading_number_is_parted_from_the_rest(text: str, numeral: str, rest: str) -> None:
    assert split_number(text, "5") == (numeral, rest)


@pytest.mark.parametrize("text", ["5-10 GB", "5 – 10", "5 to 10 GB", "5..10"])
def test_a_range_is_not_its_first_number(text: str) -> None:
    with pytest.raises(BadValue, match="not a range"):
        split_number(text, "5 GB")


@given(st.integers(0, 10**15), st.sampled_from(",_' ’"))
def test_grouped_thousands_are_the_number(value: int, mark: str) -> None:
    assert read_number(f"{value:,}".replace(",", mark), "5") == value


@given(st.decimals(0, 10**9, places=2))
def test_comma_and_dot_may_change_places(value: Decimal) -> None:
    american = f"{value:,}"
    european = american.translate(str.maketrans(",.", ".,"))
    assert read_number(american, "5") == read_number(european, "5") == value


@given(st.floats(1e-6, 1e12))
def test_what_is_written_is_never_refused_as_having_two_readings(value: float) -> None:
    assert read_number(trim(value), "5", dot_may_group=True) == pytest.approx(
        Decimal(str(value)), rel=Decimal("0.006")
    )
