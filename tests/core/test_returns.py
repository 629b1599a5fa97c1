"""Every sending back has one fate, whatever the history."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.returns import Deed, reviews_of

AT = datetime(2026, 11, 2, tzinfo=UTC)
HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["back", "give", "else"]), st.sampled_from("ab"), st.booleans()
    ),
    max_size=12,
)


@given(HISTORIES)
@settings(max_examples=60)
def test_each_sending_back_is_upheld_refused_or_undecided_and_took_no_negative_time(history) -> None:
    deeds = [
        Deed(order, verb, AT + timedelta(hours=place), department, is_refiled=is_refiled)
        for place, (order, verb, department, is_refiled) in enumerate(sorted(history, key=lambda row: row[0]))
    ]
    reviews = list(reviews_of(deeds, back={"back"}, given={"give"}))
    assert [review.sent for review in reviews] == [deed for deed in deeds if deed.verb == "back"]
    for review in reviews:
        later = [
            d for d in deeds if d.order == review.sent.order and d.verb == "give" and d.at > review.sent.at
        ]
        assert (review.is_upheld is None) == (not later) == (review.took is None)
        if later:
            assert review.is_upheld == (later[0].is_refiled or later[0].department != review.sent.department)
            assert review.took > timedelta(0)
