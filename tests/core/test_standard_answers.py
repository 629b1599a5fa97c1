"""Laws of filling the places of an answer."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.standard_answers import PLACES, fill_answer, has_open_places, places_in

words = st.text(max_size=8)
orders = st.fixed_dictionaries(dict.fromkeys(PLACES, words))
plain = st.text(alphabet=st.characters(exclude_characters="{}"), max_size=20)
asked = st.lists(st.one_of(plain, st.sampled_from([f"{{{names[0]}}}" for names in PLACES.values()]))).map(
    "".join
)


@given(plain, orders)
def test_words_without_places_stay_as_they_are(text, order):
    assert fill_answer(text, order) == text
    assert not has_open_places(text)


@given(asked, st.fixed_dictionaries({key: plain.filter(bool) for key in PLACES}))
def test_an_order_that_gives_everything_leaves_nothing_open(text, order):
    assert not has_open_places(fill_answer(text, order))


@given(asked, orders)
def test_what_an_order_gives_is_never_read_for_places(text, order):
    """Filling by hand, piece by piece, gives the same: nothing that came in was looked at again."""
    by_hand, rest = "", text
    while rest:
        begin = rest.find("{")
        if begin < 0:
            by_hand, rest = by_hand + rest, ""
            continue
        end = rest.index("}", begin)
        key = places_in(rest[begin : end + 1])[0]
        by_hand += rest[:begin] + (order[key] or rest[begin : end + 1])
        rest = rest[end + 1 :]
    assert fill_answer(text, order) == by_hand
