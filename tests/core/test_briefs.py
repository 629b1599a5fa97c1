"""What a department is proposed to read: nothing that reaches or names a person, everything else as it was said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.briefs import brief_from
from jiezhi.core.masking import find_personal, half_width

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
MASKED = st.from_regex(
    r"(1[3-9][0-9]\*{4}[0-9]{4}|[1-9][0-9]{2}\*{3,13}[0-9]{2}|\*{4,8}[0-9]{4})", fullmatch=True
)
IDENTITIES = st.from_regex(r"[1-9][0-9]{5}19[0-9]{9}[0-9X]", fullmatch=True)
LANDLINES = st.from_regex(r"[2-8][0-9]{7}", fullmatch=True).filter(lambda number: not number.startswith("20"))
FRAMES = (
    "路灯不亮，电话{}",
    "电话：{}，路灯不亮",
    "路灯不亮（联系电话{}）。",
    "张三电话{}路灯不亮",
    "手机号码{}",
)

PERSONAL = (
    ("3幢2单元401室张三，身份证330***34，手机138****8000，楼上漏水", "3幢，楼上漏水"),
    ("联系人：王小明，电话：13812345678，路灯坏了", "路灯坏了"),
    ("姓名张三 电话88881234 路灯坏了", "路灯坏了"),
    ("我叫欧阳小三，住3幢401，楼上装修吵", "住3幢，楼上装修吵"),
    ("我是张三家里漏水", "家里漏水"),
    ("本人张三，住三单元四零一室，漏水", "住，漏水"),
    ("3-2-401漏水", "3幢漏水"),
    ("12号楼1单元1203室，暖气不热", "12号楼，暖气不热"),
    ("路灯不亮（联系电话13812345678）", "路灯不亮"),
    ("张三13812345678路灯坏", "路灯坏"),
    ("我是3幢的李梅，楼道灯不亮", "我是3幢的，楼道灯不亮"),
    ("业主李明反映电梯坏了", "业主反映电梯坏了"),
    ("住户王芳，楼上漏水", "住户，楼上漏水"),
    ("租户欧阳小三投诉楼下吵", "租户投诉楼下吵"),
    ("路灯不亮，微信号zhang_san3", "路灯不亮"),
    ("路灯不亮，邮箱zhang@example.cn", "路灯不亮"),
    ("退费不到，卡号6222021234567894，已三周", "退费不到，已三周"),
    ("请打138.1234.5678，路灯不亮", "请打，路灯不亮"),
)
CLEAN = (
    "3幢2单元楼道灯不亮",
    "我是高层住户，电梯停了三天",
    "我是3幢的业主",
    "我是小区的车主，车位被占",
    "业主曾经反映电梯坏了",
    "业主严重投诉",
    "住户向物业反映无人处理",
    "业主施工，噪声大",
    "本人于昨天路过，井盖丢了",
    "联系人不在，门锁着",
    "东门12号路灯不亮，已经2026年11月22日",
    "工单GD20261122-0001没有人处理",
    "会议室和配电室门口积水",
    "两室一厅群租",
    "3号楼2024年改造",
    "物业收了88881234元",
    "　　路灯不亮，，",
)


@pytest.mark.parametrize(("words", "brief"), PERSONAL)
def test_numbers_names_and_doors_are_left_out(words, brief):
    assert brief_from(words) == brief


@pytest.mark.parametrize("words", CLEAN)
def test_words_without_personal_data_come_back_unchanged(words):
    assert brief_from(words) == words


@given(st.sampled_from(FRAMES), st.one_of(MOBILES, MASKED, IDENTITIES, LANDLINES))
def test_nothing_of_a_number_is_left(frame, number):
    assert not re.search(r"[\d*]", half_width(brief_from(frame.format(number))))


@given(st.text(alphabet="张三我是联系人电话3幢2单元401室0138*-，。：（） \0座机姓名", max_size=40))
def test_leaving_out_twice_changes_nothing(words):
    brief = brief_from(words)
    assert brief_from(brief) == brief
    assert find_personal(brief) == ()
    assert len(brief) <= len(words)


@given(st.text(alphabet="路灯不亮井盖丢了东门西侧，。、！ ", max_size=40))
def test_any_words_without_digits_and_names_stay(words):
    assert brief_from(words) == words
