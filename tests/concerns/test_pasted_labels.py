"""What a superior's page calls things is told apart, also beside labels that nobody told us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.concerns.superior_words import LABELS
from jiezhi.core.pasting import read_labelled

VALUES = st.text("路灯不亮号楼0123456789-: RX", min_size=1, max_size=20).map(str.strip).filter(bool)


def read(text: str) -> dict[str, str]:
    return read_labelled(text, LABELS, free={"words"})


@pytest.mark.parametrize("label", ["答复时限", "回复时限", "反馈时限", "处置时限", "办理时限"])
def test_their_limit_goes_by_many_names(label: str) -> None:
    assert read(f"派单时间：2026-11-24 16:00\n{label}：2026-11-26 17:00") == {
        "issued_at": "2026-11-24 16:00",
        "their_due_at": "2026-11-26 17:00",
    }


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n  "])
def test_a_label_that_nobody_told_us_ends_a_value(gap: str) -> None:
    text = f"派单时间：2026-11-24 16:00{gap}承办单位：某处{gap}事发地址：青石里3号楼{gap}紧急程度: 一般"
    assert read(text) == {"issued_at": "2026-11-24 16:00", "place": "青石里3号楼"}


def test_an_empty_value_does_not_take_the_next_label_for_its_own() -> None:
    assert read("事发地址：\n承办单位：某处\n工单编号：RX1") == {"number": "RX1"}


def test_a_resident_may_write_lines_that_look_like_labels() -> None:
    words = "反映两件事\n第一：路灯不亮\n物业说：不归他们管"
    assert read(f"工单编号：RX1\n诉求内容：{words}\n事发地址：东园") == {
        "number": "RX1",
        "words": words,
        "place": "东园",
    }


@given(st.data())
def test_known_labels_in_any_order_give_back_what_was_written(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(sorted(LABELS)), unique=True))
    written = {column: data.draw(VALUES) for column in columns}
    lines = [f"{data.draw(st.sampled_from(LABELS[column]))}：{value}" for column, value in written.items()]
    assert read("\n".join(lines)) == written
