"""What a superior's page calls things is told apart, also beside labels that nobody told us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.concerns.superior_words import LABELS
from jiezhi.core.pasting import read_labelled

VALUES = st.text("路灯不亮号楼0123456789-: RX", min_size=1, max_size=20).map(str.strip).filter(bool)
NUMBERS = st.text("路灯0123456789-RX", min_size=1, max_size=20)


def read(text: str) -> dict[str, str]:
    return read_labelled(text, LABELS, free={"words"}, solid={"number"})


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


TABLES = {
    "an unknown label follows the number": (
        "工单编号\tZJ1\n工单标题\t关于停车\n派单时间\t2026-11-20 09:00",
        {"number": "ZJ1", "issued_at": "2026-11-20 09:00"},
    ),
    "on Windows": (
        "工单编号\tZJ1\r\n工单标题\t关于停车\r\n派单时间\t2026-11-20 09:00\r\n",
        {"number": "ZJ1", "issued_at": "2026-11-20 09:00"},
    ),
    "two pairs in a line": (
        "工单编号\tZJ1\t紧急程度\t一般\n事发地址\t青石里3号楼\n所属街道\t青石街道",
        {"number": "ZJ1", "place": "青石里3号楼"},
    ),
    "free words go on": (
        "工单编号\tZJ1\n诉求内容\t路灯不亮\n物业\t不管\n联系电话\t13800001111\n回访情况\t未回访",
        {"number": "ZJ1", "words": "路灯不亮\n物业\t不管", "phone": "13800001111"},
    ),
    "the value stands on the next line": (
        "工单编号\n\nZJ1\n工单标题\n关于停车\n事发地址\n青石里3号楼\n",
        {"number": "ZJ1", "place": "青石里3号楼"},
    ),
    "an empty cell takes no other label for its value": (
        "事发地址\t\n工单标题\t关于停车\n工单编号\tZJ1",
        {"number": "ZJ1"},
    ),
}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_is_read_line_by_line(text: str) -> None:
    pasted, told = TABLES[text]
    assert read(pasted) == told


def test_a_number_holds_no_blank() -> None:
    assert read("工单编号：ZJ1 一般件\n派单时间：2026-11-20 09:00") == {
        "number": "ZJ1",
        "issued_at": "2026-11-20 09:00",
    }
    assert read("工单编号：RX 2026\n事发地址：东园 3号楼") == {"place": "东园 3号楼"}


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
    written = {column: data.draw(NUMBERS if column == "number" else VALUES) for column in columns}
    lines = [f"{data.draw(st.sampled_from(LABELS[column]))}：{value}" for column, value in written.items()]
    assert read("\n".join(lines)) == written
