"""Laws of marking what was searched for."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.hits import excerpt_at_hit, split_at_hits

texts = st.text(alphabet="路灯不亮3aA*(.", max_size=20)
typed = st.text(alphabet="路灯aA*(. ", max_size=8)


@given(texts, typed)
def test_the_parts_are_the_text(text, words):
    assert "".join(part for part, _is_hit in split_at_hits(text, words)) == text


@given(texts, typed)
def test_just_the_words_are_marked(text, words):
    wanted = {word.lower() for word in words.split()}
    for part, is_hit in split_at_hits(text, words):
        if is_hit:
            assert part.lower() in wanted
        else:
            assert not any(word in part.lower() for word in wanted)


@given(texts, typed)
def test_an_excerpt_has_a_hit_where_the_text_has_one(text, words):
    has_hit = any(is_hit for _part, is_hit in split_at_hits(text, words))
    assert bool(excerpt_at_hit(text, words, around=3)) == has_hit
