"""Laws of joining tasks into visits."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.visits import join_visits, mark_of_household, mark_of_order

households = st.sampled_from(["", "a", "b", "c"])
orders = st.sampled_from("123")


@dataclass(frozen=True)
class Task:
    """A task that one household waits for, or one of an order itself."""

    number: int
    order: str
    household: str | None
    behind: frozenset[str]

    @property
    def mark(self):
        if self.household is not None:
            return mark_of_household(self.household)
        return mark_of_order(self.order, self.behind)

    @property
    def only_household(self):
        """The one household of this task; None where there is none, or several."""
        if self.household is not None:
            return self.household or None
        return next(iter(self.behind)) if len(self.behind) == 1 else None


@st.composite
def worlds(draw):
    behind = {order: draw(st.frozensets(st.sampled_from("abc"), max_size=3)) for order in "123"}
    drawn = draw(st.lists(st.tuples(orders, st.none() | households), max_size=9))
    return [Task(number, order, own, behind[order]) for number, (order, own) in enumerate(drawn)]


def visits_in(world):
    return join_visits([(task, task.mark) for task in world])


@given(worlds())
def test_no_task_is_part_of_two_visits_and_none_is_alone(world):
    visits = visits_in(world)
    members = [task for visit in visits for task in visit]
    assert len(members) == len(set(members))
    assert all(len(visit) > 1 for visit in visits)


@given(worlds())
def test_two_tasks_are_joined_just_when_each_names_the_same_single_household_or_is_of_the_same_order(world):
    joined = {
        frozenset((one.number, other.number))
        for visit in visits_in(world)
        for one in visit
        for other in visit
    }
    for one in world:
        for other in world[: one.number]:
            same_home = one.only_household is not None and one.only_household == other.only_household
            of_orders = one.household is None and other.household is None
            nobodys = one.only_household is None and other.only_household is None
            same_order = of_orders and nobodys and one.order == other.order
            assert (frozenset((one.number, other.number)) in joined) == (same_home or same_order)


@given(worlds())
def test_no_callback_is_joined_with_what_another_household_waits_for(world):
    for visit in visits_in(world):
        called = {task.household for task in visit if task.household is not None}
        assert len(called) <= 1
        assert all(task.behind == called for task in visit if called and task.household is None)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_tasks_changes_no_visit(world, chance):
    mixed = list(world)
    chance.shuffle(mixed)
    assert {frozenset(visit) for visit in visits_in(mixed)} == {
        frozenset(visit) for visit in visits_in(world)
    }
