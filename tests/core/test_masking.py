import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.masking import (
    find_personal,
    half_width,
    mask_id_number,
    mask_name,
    mask_phone,
    number_spans,
    without_numbers,
    without_personal,
)


@given(st.text())
def test_a_masked_name_shows_at_most_two_characters_of_it(name):
    shown = mask_name(name).rstrip("*")
    assert len(shown) <= 2
    assert name.strip().startswith(shown)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_four_digits_of_a_mobile_number_are_always_hidden(phone):
    masked = mask_phone(phone)
    assert (masked[:3], masked[3:7], masked[7:]) == (phone[:3], "****", phone[7:])


@given(st.from_regex(r"[0-9 -]{0,10}", fullmatch=True))
def test_half_or_more_of_any_other_number_is_hidden(text):
    masked = mask_phone(text)
    shown = masked.strip("*")
    assert masked.count("*") >= len(shown)
    assert len(shown) <= 4


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_the_birthday_is_not_in_a_masked_id_number(number):
    masked = mask_id_number(number)
    assert len(masked) == 18
    assert masked[3:16] == "*" * 13


PERSONAL = (
    "家里座机88881234",
    "电话：8888 1234",
    "电话是8888-1234，晚上在家",
    "请打6512345",
    "请联系王师傅26001234",
    "致电８８８８１２３４",
    "拨打我家的26001234",
    "号码26001234",
    "Tel: 26001234",
    "座机20261122",
    "（0755）26001234",
    "008613812345678",
    "身份证110105491231002",
    "本人440301850614123，住在这里",
    "请打138.1234.5678",
    "请打138·1234·5678",
    "请打138_1234_5678",
    "请打138 - 1234 5678",
    "请打138 123 45678",
    "工资卡6222021234567894",
    "卡号6222-0212-3456-7894",
    "尾号不对4111 1111 1111 1111",
    "6222020123456789015",
)
HARMLESS = (
    "订单号88881234",
    "打电话投诉，订单88881234",
    "工单号码88881234没有人处理",
    "电话打不通，工单GD20261122-0001",
    "GD-110105491231002",
    "订单202611220001234",
    "流水号110105491331002",
    "车牌粤B12345，打电话不接",
    "打印费26001234元",
    "联系时间20261122",
    "联系过2024-2025两年",
    "打12345没人接",
    "电话里说退款88881234元",
    "3幢2单元401室",
    "水表户号26001234",
    "卡号6222021234567895",
    "订单号6222021234567894",
    "2026112200012345678",
    "微信支付失败，微信公众号看不到",
    "路面宽138.1234米",
    "小区@物业",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_landlines_without_area_code_and_old_identity_numbers_are_masked(text):
    assert find_personal(text)
    assert "*" in without_personal(text)
    assert not re.search(r"\d{5}", half_width(without_personal(text)))


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_of_orders_plates_amounts_years_and_rooms_stay(text):
    assert find_personal(text) == ()
    assert without_personal(text) == text
    assert without_numbers(text) == half_width(text)


@pytest.mark.parametrize(
    "text", ["手机138****8000", "身份证330***34", "座机****1234", "138 **** 8000", "138xxxx8000"]
)
def test_of_a_masked_number_the_index_keeps_no_tail(text):
    assert find_personal(text)
    assert without_personal(text) == text
    assert not re.search(r"\d", without_numbers(text))


@pytest.mark.parametrize(
    "text", ["发到zhang.san@example.com.cn", "加微信：zhang_san3", "微信号是ZhangSan-88", "WeChat zhang123"]
)
def test_mail_addresses_and_wechat_ids_are_masked(text):
    assert find_personal(text)
    assert not re.search(r"(?i)san|hang|example", without_personal(text))


@given(st.from_regex(r"(62|4[0-9]|5[1-5])[0-9]{13,16}", fullmatch=True))
def test_of_a_bank_card_only_the_last_four_digits_are_shown(most):
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(most))]
    card = f"{most}{-sum(value - 9 if value > 9 else value for value in doubled) % 10}"
    masked = without_personal(f"退到{card}。")
    assert not re.search(r"\d{5}", masked)


@given(st.text(alphabet="电话打微信号0123456789*-._·@/， abcN户", max_size=40))
def test_masking_twice_changes_nothing_with_addresses_either(text):
    assert without_personal(without_personal(text)) == without_personal(text)
    assert len(find_personal(text)) == len(number_spans(text))


@given(st.text(alphabet="电话座机打订单0123456789*-， xX户张", max_size=40))
def test_masking_twice_changes_nothing_and_an_index_holds_no_number(text):
    assert without_personal(without_personal(text)) == without_personal(text)
    assert len(find_personal(text)) == len(number_spans(text))
