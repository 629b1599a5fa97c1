"""What people write is read the one right way, or refused with the reason."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.likeness import longest_name, pairs_of, shared_part
from jiezhi.core.pasting import read_labelled
from jiezhi.core.spellings import SpellingError, parse_long_number, parse_moment, squeeze_text

HERE = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 30)).map(  # noqa: DTZ001
    lambda naive: naive.replace(microsecond=0)
)
SPELLINGS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y年%m月%d日%H:%M:%S",
    "%Y%m%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "\t%Y-%m-%d\xa0%H:%M:%S\r\n",
)


@given(MOMENTS, st.sampled_from(SPELLINGS))
def test_every_spelling_of_a_moment_means_that_moment(naive: datetime, spelling: str) -> None:
    written = naive.strftime(spelling)
    assert parse_moment(written, zone=HERE) == naive.replace(tzinfo=HERE).astimezone(UTC)


@given(MOMENTS)
def test_an_excel_serial_means_the_moment_excel_shows(naive: datetime) -> None:
    serial = (naive - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    read = parse_moment(serial, zone=UTC).replace(tzinfo=None)
    assert abs(read - naive) <= timedelta(seconds=1)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("6月20日", "no_year"),
        ("6/20 10:00", "no_year"),
        ("24/11/2026", "order_unclear"),
        ("3/4/2026 9:30", "order_unclear"),
        ("04-03-2026", "order_unclear"),
        ("2019-02-30", "no_such_day"),
        ("2019-06-20 25:00", "no_such_day"),
        ("昨天", "unknown"),
        ("2019-06-20 约10点左右", "unknown"),
        ("", "empty"),
        (None, "empty"),
        ("1019-06-20", "out_of_range"),
        (1e12, "out_of_range"),
        (float("nan"), "out_of_range"),
        (float("inf"), "out_of_range"),
    ],
)
def test_what_cannot_be_read_says_why(written: object, fault: str) -> None:
    with pytest.raises(SpellingError) as refused:
        parse_moment(written, zone=HERE)
    assert refused.value.fault == fault


def test_afternoon_zone_and_plain_dates_are_understood() -> None:
    assert parse_moment("2019/6/20 下午2:05", zone=HERE).hour == 6
    assert parse_moment("2019-06-20 02:05:00 PM", zone=HERE).hour == 6
    assert parse_moment("2019-06-20T10:00:00Z", zone=HERE).hour == 10
    assert parse_moment("2019-06-20T10:00:00+08:00", zone=UTC).hour == 2
    assert parse_moment(date(2019, 6, 20), zone=HERE) == datetime(2019, 6, 19, 16, tzinfo=UTC)


@given(st.text())
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    with contextlib.suppress(SpellingError):
        assert parse_moment(text, zone=HERE).tzinfo is UTC
    squeezed = squeeze_text(text)
    assert squeeze_text(squeezed) == squeezed


@given(st.integers(0, 2**53 - 1))
def test_a_whole_number_keeps_its_digits(number: int) -> None:
    assert parse_long_number(float(number)) == parse_long_number(str(number)) == str(number)


@pytest.mark.parametrize("lost", [1.10101199001011e17, 1.5, "1.10101E+17", float("inf"), float("nan")])
def test_digits_that_are_gone_are_never_made_up(lost: object) -> None:
    with pytest.raises(SpellingError) as refused:
        parse_long_number(lost)
    assert refused.value.fault == "precision_lost"


PASTED = """【工单编号】RX20261102000017
派单时间：2026-11-02 09:12:30  办理时限：2026-11-09 17:30
来电人：某先生  联系电话：138****0000
诉求内容：市民反映青石里3号楼前的路灯坏了一周，
联系物业没人管，请核实处理。
事发地址：青石里3号楼"""


def test_a_pasted_order_falls_apart_by_its_labels() -> None:
    labels = {
        "number": ("工单编号", "编号"),
        "issued_at": ("派单时间",),
        "due": ("办理时限",),
        "words": ("诉求内容", "内容"),
        "place": ("事发地址", "地址"),
        "phone": ("联系电话", "电话"),
        "rest": ("来电人",),
    }
    found = read_labelled(PASTED, labels, free={"words"})
    assert found["number"] == "RX20261102000017"
    assert found["issued_at"] == "2026-11-02 09:12:30"
    assert found["due"] == "2026-11-09 17:30"
    assert found["place"] == "青石里3号楼"
    assert found["words"] == "市民反映青石里3号楼前的路灯坏了一周，\n联系物业没人管，请核实处理。"
    assert found["phone"] == "138****0000"


def test_a_label_inside_a_sentence_is_no_label() -> None:
    assert read_labelled("内容：他说这个地址：不对", {"words": ("内容",), "place": ("地址",)}) == {
        "words": "他说这个地址：不对"
    }


@given(st.text())
def test_any_text_falls_apart_somehow(text: str) -> None:
    assert set(read_labelled(text, {"words": ("内容",)})) <= {"words"}


@given(st.text(), st.text())
def test_likeness_is_a_share_and_knows_no_order(one: str, other: str) -> None:
    share = shared_part(pairs_of(one), pairs_of(other))
    assert 0 <= share <= 1
    assert share == shared_part(pairs_of(other), pairs_of(one))
    assert shared_part(pairs_of(one), pairs_of(one)) in (0.0, 1.0)


def test_of_two_equally_long_names_none_is_chosen() -> None:
    assert longest_name("东园和西园", {"1": "东园", "2": "西园"}) is None
    assert longest_name("东园一区", {"1": "东园", "2": "东园一区"}) == "2"
