"""Limits as superiors write them in words, such as 5个工作日内."""

import re
import unicodedata

from jiezhi.core.deadlines.limits import Limit, LimitUnit

MOST_DAYS, MOST_HOURS = 366, 24 * 366
"""More than a year is no limit but a slip of the pen."""

_WRITTEN = re.compile(
    r"(?:限|请|需|应|须)?(?:在|于)?(?P<amount>\d{1,4}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s*个?\s*"
    r"(?P<unit>工作日|工作天|自然日|日历日|日历天|工作小时|自然小时|小时|天|日)"
    r"\s*(?:以内|之内|内)?\s*(?:办结|办理|答复|回复|反馈|处置)?[。.]?"
)
_UNITS = {
    "工作日": LimitUnit.WORKING_DAYS,
    "工作天": LimitUnit.WORKING_DAYS,
    "自然日": LimitUnit.NATURAL_DAYS,
    "日历日": LimitUnit.NATURAL_DAYS,
    "日历天": LimitUnit.NATURAL_DAYS,
    "天": LimitUnit.NATURAL_DAYS,
    "日": LimitUnit.NATURAL_DAYS,
    "工作小时": LimitUnit.WORKING_HOURS,
    "自然小时": LimitUnit.NATURAL_HOURS,
    "小时": LimitUnit.NATURAL_HOURS,
}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}


def parse_limit(written: str) -> Limit | None:
    """Read a limit that is told as a length of time; None where it is none.

    Days and hours without a further word are natural ones.

    Args:
        written: As told, such as 5个工作日, 24小时内 or 三日内办结.

    Examples:
        >>> [str(parse_limit(text).unit) for text in ("5个工作日", "24小时", "3日", "5个自然日", "8个工作小时内")]
        ['working_days', 'natural_hours', 'natural_days', 'natural_days', 'working_hours']
        >>> [parse_limit(text).amount for text in ("５个工作日内", "十五个工作日", "三日内办结", "两天")]
        [5, 15, 3, 2]
        >>> [parse_limit(text) for text in ("尽快", "0日", "2026-11-24", "24日上午", "9999天")]
        [None, None, None, None, None]
    """
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if found is None:
        return None
    amount, unit = _amount(found["amount"]), _UNITS[found["unit"]]
    most = MOST_DAYS if unit.counts_whole_days else MOST_HOURS
    return Limit(amount, unit) if 0 < amount <= most else None


def _amount(written: str) -> int:
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
