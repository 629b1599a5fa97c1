"""What the page of one hot issue shows."""

from collections import Counter
from dataclasses import dataclass

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.hot import concerns_of_issue, place_words
from jiezhi.concerns.models import Concern, HotIssue
from jiezhi.core.briefs import brief_from
from jiezhi.faces.desk.forms import ThemeForm
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.queries import matters_of
from jiezhi.workorders.brief import LONGEST_BRIEF


@dataclass(frozen=True)
class IssuePage:
    """One hot issue.

    Args:
        issue: The row.
        concerns: Its requests, newest first.
        waiting: How many of them have no order.
        form: For one order; None where none of them waits.
        problem: Why a form could not be taken.
    """

    issue: HotIssue
    concerns: list[Concern]
    waiting: int
    form: ThemeForm | None
    problem: DomainError | None = None

    @property
    def places(self) -> str:
        """Where the issue lies, in words."""
        named = Counter(each.community.name for each in self.concerns if each.community is not None)
        return place_words(self.issue, sorted(named, key=lambda name: (-named[name], name)))


def issue_page(
    actor: Actor, issue: HotIssue, *, failed: ThemeForm | None = None, problem: DomainError | None = None
) -> IssuePage:
    """Put the page together, in two statements.

    Args:
        actor: Who reads.
        issue: Which.
        failed: A form that could not be taken, shown as it was sent.
        problem: Why.
    """
    concerns = concerns_of_issue(actor, issue)
    waiting = [each for each in concerns if each.state == ConcernState.SUBMITTED]
    if not waiting:
        return IssuePage(issue, concerns, 0, None, problem)
    hints = [hint["matter_id"] for each in waiting for hint in each.suggestions[:1]]
    first = max(hints, key=hints.count, default=None)
    brief = brief_from(waiting[-1].words)[:LONGEST_BRIEF]
    form = failed or ThemeForm(initial={"matter": first, "brief": brief})
    form.offer(matters_of(actor.tenant_id))
    return IssuePage(issue, concerns, len(waiting), form, problem)
