"""Laws of chained approvals: the end is the longest path, and only a delay on it moves the end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.chains import (
    ChainFaultError,
    ChainLink,
    LinkFacts,
    chain_faults,
    plan_chain,
    ready_steps,
)


@st.composite
def chains(draw) -> list[ChainLink]:
    """Sound chains of up to eight steps: each waits for some of those before it."""
    keys = "abcdefgh"[: draw(st.integers(1, 8))]
    links = [
        ChainLink(
            key,
            draw(st.integers(1, 20)),
            tuple(sorted(draw(st.sets(st.sampled_from(keys[:number]))))) if number else (),
        )
        for number, key in enumerate(keys)
    ]
    return draw(st.permutations(links))


def every_path(links: list[ChainLink]) -> list[list[ChainLink]]:
    by_key = {each.key: each for each in links}

    def into(link: ChainLink) -> list[list[ChainLink]]:
        return [[link]] + [[*path, link] for name in link.after for path in into(by_key[name])]

    return [path for link in links for path in into(link)]


@given(chains())
def test_the_end_is_the_longest_of_all_paths(links):
    assert plan_chain(links).end == max(sum(each.length for each in path) for path in every_path(links))


@given(chains())
def test_the_critical_path_is_a_path_as_long_as_the_whole(links):
    plan, lengths = plan_chain(links), {each.key: each for each in links}
    assert sum(lengths[key].length for key in plan.critical_path) == plan.end
    for before, after in zip(plan.critical_path, plan.critical_path[1:], strict=False):
        assert before in lengths[after].after
    assert all(plan.link(key).is_critical for key in plan.critical_path)


@given(chains(), st.integers(0, 30), st.integers(0, 12))
def test_what_decides_the_end_is_never_done_already(links, now, done):
    facts = {each.key: LinkFacts(0, now) for each in sorted(links, key=lambda each: each.key)[:done]}
    plan = plan_chain(links, facts, now=now)
    assert not set(plan.critical_path) & set(facts)
    assert bool(plan.critical_path) == (len(facts) < len(links))
    assert all(plan.link(key).is_critical for key in plan.critical_path)


@given(chains(), st.data())
def test_a_delay_moves_the_end_by_what_it_is_above_the_slack(links, data):
    plan = plan_chain(links)
    chosen = data.draw(st.sampled_from(links))
    late = data.draw(st.integers(0, 30))
    longer = [replace(each, length=each.length + late) if each == chosen else each for each in links]
    assert plan_chain(longer).end == plan.end + max(late - plan.link(chosen.key).slack, 0)


@given(chains(), st.integers(0, 40))
def test_a_step_never_begins_before_what_it_waits_for_has_ended(links, now):
    plan, ends = plan_chain(links, now=now), {}
    for each in plan.links:
        after = next(link.after for link in links if link.key == each.key)
        assert all(ends[name] <= each.begins for name in after)
        assert each.slack >= 0
        ends[each.key] = each.ends


@given(chains(), st.lists(st.integers(0, 6), min_size=8, max_size=8))
def test_a_chain_that_is_carried_out_ends_and_opens_each_step_once(links, takes):
    """Walk through a chain: what is ready begins at once and takes some time more or less than planned."""
    facts: dict[str, LinkFacts] = {}
    now, opened, lengths = 0, [], {each.key: each.length for each in links}
    pace = dict(zip(sorted(lengths), takes, strict=False))
    while len([fact for fact in facts.values() if fact.ended is not None]) < len(links):
        for key in ready_steps(links, facts):
            facts[key] = LinkFacts(began=now)
            opened.append(key)
        running = {k: f for k, f in facts.items() if f.ended is None}
        plan = plan_chain(links, facts, now=now)
        assert plan.held_by
        assert set(plan.held_by) <= set(running)
        ends = {key: fact.began + max(lengths[key] + pace[key] - 3, 1) for key, fact in running.items()}
        key = min(sorted(ends), key=ends.__getitem__)
        now = max(now, ends[key])
        facts[key] = LinkFacts(facts[key].began, now)
    plan = plan_chain(links, facts, now=now)
    assert sorted(opened) == sorted(lengths)
    assert plan.end == max(fact.ended for fact in facts.values())
    assert plan.held_by == ()
    if all(each >= 3 for each in takes[: len(links)]):
        assert plan.delay >= 0


@given(chains())
def test_a_running_step_past_its_length_holds_up_what_depends_on_it(links):
    first = next(each for each in links if not each.after)
    facts = {first.key: LinkFacts(began=0)}
    late = plan_chain(links, facts, now=first.length + 7).link(first.key)
    assert (late.overrun, late.ends, late.is_running) == (7, first.length + 7, True)


@given(chains(), st.integers(0, 60), st.data())
def test_no_unfinished_step_ends_before_now_and_a_limit_of_its_own_counts(links, now, data):
    begun = data.draw(st.integers(0, now))
    dues = data.draw(st.lists(st.none() | st.integers(0, 80), min_size=8, max_size=8))
    facts = {
        each.key: LinkFacts(began=begun, due=due)
        for each, due in zip(links, dues, strict=False)
        if not each.after
    }
    plan = plan_chain(links, facts, now=now)
    lengths = {each.key: each.length for each in links}
    for each in plan.links:
        assert each.ends >= now
        if each.is_running:
            due = facts[each.key].due
            limit = begun + lengths[each.key] if due is None else due
            assert (each.ends, each.overrun) == (max(limit, now), max(now - limit, 0))
    assert plan.planned_end == plan_chain(links).end


@given(chains(), st.data())
def test_a_circle_is_found_wherever_it_is_closed(links, data):
    paths = [path for path in every_path(links) if len(path) > 1]
    if not paths:
        return
    path = data.draw(st.sampled_from(paths))
    closed = [
        replace(each, after=(*each.after, path[-1].key)) if each.key == path[0].key else each
        for each in links
    ]
    assert chain_faults(closed)
    with pytest.raises(ChainFaultError):
        plan_chain(closed)


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([], "no step"),
        ([ChainLink("a", 1), ChainLink("a", 2)], "more than once"),
        ([ChainLink("a", 1, ("b",))], "not a step"),
        ([ChainLink("a", 0)], "at least 1"),
    ],
)
def test_what_is_no_chain_is_said_in_words(links, said):
    assert said in " ".join(chain_faults(links))
