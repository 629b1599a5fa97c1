"""What people and spreadsheets write for a date, a number or a text, read the one way that is right.

Nothing is guessed: a spelling that could mean two things is refused with the reason, and a person decides.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial has no zone; the caller gives it one
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
EXACT_INTEGERS = 2**53
"""From here on a float cannot hold every whole number: the last digits of an 18-digit number are lost."""

FIRST_SERIAL = 10_000
"""A smaller number in a column of dates is a count, or a month such as 2026.11, and no day before 1927."""

_DATE = re.compile(
    r"(?P<y>\d{4})\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})\s*日?"
    r"|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2})(?!\d)"
)
_YEAR_LAST = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}(?!\d)")
_TIME = re.compile(
    r"[T\s]*(?P<early>上午|AM\s*)?(?P<late>下午|晚上|PM\s*)?(?P<h>\d{1,2})\s*(?::|时|点)\s*(?P<min>\d{1,2})?\s*(?::|分)?\s*"
    r"(?P<s>\d{1,2})?(?:\.\d+)?\s*秒?\s*(?P<pm>AM|PM)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?P<z>Z|[+-]\d{2}:?\d{2})$")


class SpellingFault(StrEnum):
    """Why something that was written cannot be read."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    NO_YEAR = "no_year"
    ORDER_UNCLEAR = "order_unclear"
    NO_SUCH_DAY = "no_such_day"
    OUT_OF_RANGE = "out_of_range"
    PRECISION_LOST = "precision_lost"


class SpellingError(ValueError):
    """What was written cannot be read; `fault` says why."""

    def __init__(self, fault: SpellingFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def parse_moment(written: object, *, zone: tzinfo) -> datetime:
    """Read a date with or without a time, in UTC.

    A date alone means its beginning. A number is an Excel serial. 上午12:05 is five past midnight.
    A date without its year is refused: in January it would be read as the wrong one. So is a year that
    stands last: some write the day before the month, others after it.

    Args:
        written: A text, a number, or a date that the file already holds as such.
        zone: In which it was written, unless it says so itself.

    Raises:
        SpellingError: It cannot be read, or lies before 1900 or after 2099.

    Examples:
        >>> from zoneinfo import ZoneInfo
        >>> here = ZoneInfo("Asia/Shanghai")
        >>> [parse_moment(text, zone=here).isoformat()[:16] for text in ("2019/6/20 10:55:18", "2019年6月20日")]
        ['2019-06-20T02:55', '2019-06-19T16:00']
        >>> [parse_moment(text, zone=here).isoformat()[:16] for text in ("20190620", "2019.6.20", 43636.5)]
        ['2019-06-19T16:00', '2019-06-19T16:00', '2019-06-20T04:00']
        >>> [parse_moment(f"2019-06-20 {clock}", zone=here).isoformat()[:16] for clock in ("上午12:05", "下午3:05")]
        ['2019-06-19T16:05', '2019-06-20T07:05']
        >>> parse_moment("6月20日", zone=here)
        Traceback (most recent call last):
        ...
        jiezhi.core.spellings.SpellingError: no_year
    """
    if isinstance(written, datetime):
        return _in_range(written if written.tzinfo else written.replace(tzinfo=zone))
    if isinstance(written, date):
        return _in_range(datetime.combine(written, time(), zone))
    if isinstance(written, int | float) and not isinstance(written, bool):
        return _from_number(written, zone)
    text = squeeze_text(str(written or ""))
    if not text:
        raise SpellingError(SpellingFault.EMPTY)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_number(float(text), zone)
    return _from_text(text, zone)


def _from_number(number: float, zone: tzinfo) -> datetime:
    if float(number).is_integer() and _DATE.fullmatch(str(int(number))):
        return _from_text(str(int(number)), zone)
    if number < FIRST_SERIAL:
        raise SpellingError(SpellingFault.UNKNOWN)
    try:
        moment = EXCEL_EPOCH + timedelta(seconds=round(number * 86400))
    except (OverflowError, ValueError):
        raise SpellingError(SpellingFault.OUT_OF_RANGE) from None
    return _in_range(moment.replace(tzinfo=zone))


def _from_text(text: str, zone: tzinfo) -> datetime:
    day = _DATE.match(text)
    if day is None:
        if _YEAR_LAST.match(text):
            raise SpellingError(SpellingFault.ORDER_UNCLEAR)
        is_half = re.match(r"\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}\s*日?", text)
        raise SpellingError(SpellingFault.NO_YEAR if is_half else SpellingFault.UNKNOWN)
    rest = text[day.end() :].strip()
    said = _ZONE.search(rest)
    if said:
        rest = rest[: said.start()].strip()
        zone = UTC if said["z"] == "Z" else datetime.strptime(said["z"], "%z").tzinfo or zone
    year, month, number = (int(day[name] or day[f"{name}8"]) for name in ("y", "m", "d"))
    hour, minute, second = _clock(rest)
    try:
        moment = datetime(year, month, number, tzinfo=zone) + timedelta(
            hours=hour, minutes=minute, seconds=second
        )
    except (ValueError, OverflowError):
        raise SpellingError(SpellingFault.NO_SUCH_DAY) from None
    return _in_range(moment)


def _clock(rest: str) -> tuple[int, int, int]:
    if not rest:
        return 0, 0, 0
    found = _TIME.fullmatch(rest)
    if found is None:
        raise SpellingError(SpellingFault.UNKNOWN)
    hour, minute, second = int(found["h"]), int(found["min"] or 0), int(found["s"] or 0)
    half = (found["pm"] or "").upper()
    is_early, is_late = bool(found["early"]) or half == "AM", bool(found["late"]) or half == "PM"
    if (found["late"] or "").strip() == "晚上" and hour == 12:
        raise SpellingError(SpellingFault.UNKNOWN)
    if is_early and (is_late or hour > 12):
        raise SpellingError(SpellingFault.NO_SUCH_DAY)
    if is_early and hour == 12:
        hour = 0
    elif is_late and hour < 12:
        hour += 12
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise SpellingError(SpellingFault.NO_SUCH_DAY)
    return hour, minute, second


def _in_range(moment: datetime) -> datetime:
    if not EARLIEST <= moment.date() < LATEST:
        raise SpellingError(SpellingFault.OUT_OF_RANGE)
    return moment.astimezone(UTC)


def parse_long_number(written: object) -> str:
    r"""Read a number that names something, such as an order's or a card's, as its characters.

    A spreadsheet keeps an 18-digit number as a float whose last digits are gone: that is refused, never rounded.

    Raises:
        SpellingError: Nothing is written, or the digits are lost.

    Examples:
        >>> [parse_long_number(text) for text in ("\t２０２６0001 ", "'20260001", 20260001.0, "A-17")]
        ['20260001', '20260001', '20260001', 'A-17']
        >>> parse_long_number(1.10101199001011e17)
        Traceback (most recent call last):
        ...
        jiezhi.core.spellings.SpellingError: precision_lost
    """
    if isinstance(written, float):
        if abs(written) >= EXACT_INTEGERS or not written.is_integer():
            raise SpellingError(SpellingFault.PRECISION_LOST)
        return str(int(written))
    text = unicodedata.normalize("NFKC", squeeze_text(str(written if written is not None else "")))
    if re.match(r"'\d", text):
        text = text[1:]
    if not text:
        raise SpellingError(SpellingFault.EMPTY)
    if re.fullmatch(r"\d(?:\.\d+)?[Ee]\+?\d+", text):
        raise SpellingError(SpellingFault.PRECISION_LOST)
    return text


def squeeze_text(written: str) -> str:
    r"""Give a text without what a web page or a spreadsheet left around its lines.

    Leading tabs, empty lines, no-break and zero-width spaces go; line breaks between sentences stay.

    Examples:
        >>> squeeze_text("\r\n\t\t 路灯\u200b不亮。\xa0 \r\n\r\n\t三天了\n")
        '路灯不亮。\n三天了'
    """
    plain = _NOISE.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (re.sub(r"[ \t\xa0\u3000]+", " ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


_NOISE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
