import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.levels import DEEPEST, PlacingFault, level_of, placing_fault, tree_faults

NAMES = "abcdef"


@given(moves=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([None, *NAMES])), max_size=30))
def test_whatever_is_moved_the_tree_stays_a_tree_of_four_levels(moves):
    parents: dict[str, str | None] = {}
    for name, parent in moves:
        if (parent is None or parent in parents) and placing_fault(name, parent, parents) is None:
            parents[name] = parent
        assert all(1 <= level_of(each, parents) <= DEEPEST for each in parents)


@given(chain=st.integers(1, 4), below=st.integers(1, 4))
def test_what_stands_below_comes_along(chain, below):
    parents = {f"t{n}": f"t{n - 1}" if n else None for n in range(chain)}
    parents |= {f"m{n}": f"m{n - 1}" if n else None for n in range(below)}
    fault = placing_fault("m0", f"t{chain - 1}", parents)
    assert fault == (PlacingFault.TOO_DEEP if chain + below > DEEPEST else None)


def test_nothing_stands_below_itself():
    assert placing_fault("a", "a", {"a": None}) is PlacingFault.CYCLE
    with pytest.raises(ValueError, match="below itself"):
        level_of("a", {"a": "b", "b": "a"})


@given(
    parents=st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, *NAMES])),
    used=st.sets(st.sampled_from(NAMES)),
)
def test_a_tree_has_no_fault_exactly_when_it_stands(parents, used):
    whole = {name: parent if parent in parents else None for name, parent in parents.items()}
    faults = tree_faults(whole, used=used)
    for name, above in whole.items():
        try:
            level = level_of(name, whole)
        except ValueError:
            assert faults[name] is PlacingFault.CYCLE
            continue
        is_unused = name in used and above is not None and above not in used
        expected = PlacingFault.TOO_DEEP if level > DEEPEST else PlacingFault.UNUSED if is_unused else None
        assert faults.get(name) is expected
