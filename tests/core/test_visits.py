"""Laws of joining tasks into visits."""

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.visits import join_visits

marks = st.frozensets(st.sampled_from("abcdef"), max_size=3)
worlds = st.lists(marks, max_size=9).map(lambda found: list(enumerate(found)))


@given(worlds)
def test_no_task_is_part_of_two_visits_and_none_is_alone(world):
    visits = join_visits(world)
    members = [task for visit in visits for task in visit]
    assert len(members) == len(set(members))
    assert all(len(visit) > 1 for visit in visits)


@given(worlds)
def test_two_tasks_are_one_visit_just_when_a_way_of_shared_marks_leads_from_one_to_the_other(world):
    visit_of = {task: number for number, visit in enumerate(join_visits(world)) for task in visit}
    reached = {task: {task} for task, _marks in world}
    for _ in world:
        for one, own in world:
            for other, theirs in world:
                if own & theirs:
                    reached[one] |= reached[other]
    for task, others in reached.items():
        if len(others) > 1:
            assert {visit_of[other] for other in others} == {visit_of[task]}
        else:
            assert task not in visit_of


@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_tasks_changes_no_visit(world, chance):
    mixed = list(world)
    chance.shuffle(mixed)
    assert {frozenset(visit) for visit in join_visits(mixed)} == {
        frozenset(visit) for visit in join_visits(world)
    }
