"""What the small part of Markdown is read as."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.written_pages import BlockKind, SpanKind, read_line, read_page

WORDS = st.text(alphabet="字 词a-b.|<&", min_size=1).map(str.strip).filter(bool)


@given(st.lists(WORDS))
def test_no_word_of_a_line_is_lost_or_made_up(words: list[str]):
    line = "**".join(words)
    told = read_line(line)
    back = "".join(f"**{span.text}**" if span.kind is SpanKind.STRONG else span.text for span in told)
    assert back == line


@given(st.text())
def test_any_text_can_be_read(text: str):
    for block in read_page(text):
        assert block.lines or block.rows or block.target or block.kind is BlockKind.CODE


def test_a_table_loses_its_rule_and_keeps_its_cells():
    (table,) = read_page("| key | does |\n|---|:-:|\n| `g` | goes **on** |\n")
    assert table.kind is BlockKind.TABLE
    assert [["".join(span.text for span in cell) for cell in row] for row in table.rows] == [
        ["key", "does"],
        ["g", "goes on"],
    ]


def test_steps_after_a_picture_go_on_counting():
    blocks = read_page("1. One\n2. Two\n\n![Here](a.png)\n\n3. Three\n")
    assert [(block.kind, block.number) for block in blocks] == [
        (BlockKind.STEPS, 1), (BlockKind.PICTURE, 0), (BlockKind.STEPS, 3),
    ]  # fmt: skip


def test_a_heading_right_above_its_words_and_a_list_right_below_them_are_apart():
    kinds = [block.kind for block in read_page("## Part\nWords\ngo on\n- One\n- Two\n")]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BULLETS]


def test_code_between_fences_is_left_as_it_is_and_notes_are_left_out():
    told = read_page("<!-- for writers -->\nBefore\n\n```sh\n# no heading\n./jiezhi up\n```\n\nAfter\n")
    assert [block.kind for block in told] == [BlockKind.PARAGRAPH, BlockKind.CODE, BlockKind.PARAGRAPH]
    assert told[1].text == "# no heading\n./jiezhi up"
