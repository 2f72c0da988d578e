"""Numbers as people write them in several countries, and writing them back.

“1,200”, “1 200”, “1'200” and “1.200.000” mark thousands, “1.5” and “1,5” a decimal.
What can be read in two ways is refused where the two differ by a thousand and both
are usual. Nothing here knows a unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NoReturn

#: The largest quantity that is taken seriously: a yottabyte, in bytes.
LARGEST: Final = Decimal(10) ** 24


class BadValue(ValueError):
    """What was typed cannot be read. The message says what would be right."""


_HEDGE: Final = re.compile(
    r"(?:[~≈<>=≤≥]+|(?:about|around|roughly|approximately|approx|circa|ca|nearly|almost"
    r"|up\s+to|at\s+most|at\s+least|less\s+than|more\s+than|under|over)\b\.?)\s*",
    re.IGNORECASE,
)
_NUMERAL: Final = re.compile(
    r"(?P<numeral>[+-]?(?:\d+(?:[ .,_'’]\d+)*|[.,]\d+))\s*(?P<rest>.*)$", re.DOTALL
)
_RANGE: Final = re.compile(r"(?:-|–|—|\.\.+|to\b)\s*\d", re.IGNORECASE)
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+")
#: Three digits after one dot: thousands in half of Europe, a decimal elsewhere.
_ONE_DOT_OF_THREE: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MARKED: Final = re.compile(
    r"[1-9]\d{0,2}(?:(?P<mark>[ _'’])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?|(?:,\d{3})+(?:\.\d+)?)"
)
_DOTTED: Final = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)")
_DECIMAL_COMMA: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0?,\d+")


def without_hedge(text: str) -> str:
    """Text without a leading “about”, “up to”, “~” or the like."""
    bare = text.strip()
    while match := _HEDGE.match(bare):
        bare = bare[match.end() :]
    return bare


def split_number(text: str, right: str) -> tuple[str, str]:
    """The leading number as it was written, and what follows it.

    `right` is an example for messages. Raises BadValue where there is no number, or
    where there are two, as in “5-10 GB”.
    """
    match = _NUMERAL.match(without_hedge(text).replace("−", "-"))
    if not match:
        raise BadValue(f"no number in “{text[:40]}”; write it like {right}")
    numeral, rest = match["numeral"], match["rest"].strip()
    if _RANGE.match(rest):
        raise BadValue(f"one number is expected, not a range; write it like {right}")
    return numeral, rest


def read_number(numeral: str, right: str, *, dot_may_group: bool = False) -> Decimal:
    """The value of one written number: “1,234.5”, “1.234,5” and “1 234,5” are 1234.5.

    A mark of thousands stands before exactly three digits; a lone comma before any
    other count of digits is a decimal comma. `dot_may_group` says that “1.500” may
    mean 1,500, so that it is refused; otherwise it is 1.5. Raises BadValue.
    """
    sign, digits = (numeral[0], numeral[1:]) if numeral[0] in "+-" else ("", numeral)
    if _PLAIN.fullmatch(digits):
        if dot_may_group and _ONE_DOT_OF_THREE.fullmatch(digits):
            _refuse_two_readings(digits)
        plain = digits
    elif match := _MARKED.fullmatch(digits):
        mark = match["mark"] or ","
        plain = digits.replace(mark, "").replace(",", ".")
    elif _DOTTED.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(digits):
        plain = digits.replace(",", ".")
    else:
        raise BadValue(
            f"“{digits[:40]}” is no number: thousands are marked before every three digits, "
            f"as in 1,234,567; write it like {right}"
        )
    number = Decimal(sign + plain)
    if abs(number) > LARGEST:
        raise BadValue(f"that number is too large to be meant; write it like {right}")
    return number


def _refuse_two_readings(digits: str) -> NoReturn:
    thousands, decimal = int(digits.replace(".", "")), f"{Decimal(digits).normalize():f}"
    # A fourth digit makes the decimal plain.
    plain = f"{digits}0" if decimal == digits else decimal
    raise BadValue(
        f"“{digits}” can be read as {thousands:,} or as the decimal {decimal}; "
        f"write {thousands} or {plain}"
    )


def checked(value: Decimal, right: str, least: float = 0) -> Decimal:
    """The value if it is neither below `least` nor absurdly large. Raises BadValue."""
    if value < Decimal(str(least)):
        raise BadValue(f"must not be below {least:g}; write it like {right}")
    if value > LARGEST:
        raise BadValue(f"that is too large to be meant; write it like {right}")
    return value


def trim(value: float | Decimal, digits: int = 3) -> str:
    """At most `digits` significant digits below 1000, no trailing zeros: 1.25, 12, 0.004."""
    number = Decimal(str(value))
    if number == 0:
        return "0"
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    text = f"{number:.{digits}g}"
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
