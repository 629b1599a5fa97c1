"""What counts as typed again."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.burden import SHORTEST, normal_text, retyped_fields

WORDS = st.text("路灯不亮楼道3幢2单元abc ，。-", max_size=12)


@given(st.dictionaries(st.sampled_from("abcd"), WORDS), st.lists(WORDS, max_size=3))
def test_more_held_never_means_less_typed_again(filled: dict[str, str], held: list[str]) -> None:
    assert retyped_fields(filled) <= retyped_fields(filled, held) <= set(filled)


@given(WORDS)
def test_what_is_held_is_typed_again_however_it_is_spelt(text: str) -> None:
    spelt = " ".join(text.upper()) + "。"
    is_long = len(normal_text(text)) >= SHORTEST
    assert retyped_fields({"a": spelt}, [text]) == ({"a"} if is_long else set())


@given(WORDS)
def test_of_two_equal_fields_one_was_typed_again(text: str) -> None:
    is_long = len(normal_text(text)) >= SHORTEST
    assert len(retyped_fields({"a": text, "b": text})) == is_long


def test_the_longer_of_two_is_not_typed_again() -> None:
    assert retyped_fields({"a": "3幢2单元路灯不亮", "b": "3幢2单元"}) == {"b"}
