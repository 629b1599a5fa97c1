"""What the page of one hot issue shows."""

from collections import Counter
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.hot import concerns_of_issue, place_words
from jiezhi.concerns.models import Concern, HotIssue
from jiezhi.core.briefs import brief_from
from jiezhi.faces.desk.forms import ThemeForm
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError
from jiezhi.organisation.queries import matters_of
from jiezhi.workorders.brief import LONGEST_BRIEF
from jiezhi.workorders.choices import JOINABLE
from jiezhi.workorders.models import WorkOrder

NAMED_WORDS = 5
NAMED_ORDERS = 20


@dataclass(frozen=True)
class IssuePage:
    """One hot issue.

    Args:
        issue: The row.
        concerns: Its requests, newest first.
        waiting: How many of them have no order.
        form: For one order, or for what waits to join the one that is there; None where nothing is to be done.
        problem: Why a form could not be taken.
    """

    issue: HotIssue
    concerns: list[Concern]
    waiting: int
    form: ThemeForm | None
    problem: DomainError | None = None

    @property
    def joined(self) -> WorkOrder | None:
        """The order of the issue that takes in what waits."""
        order = self.issue.order
        return order if order is not None and order.state in JOINABLE else None

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
    page = IssuePage(issue, concerns, len(waiting), None, problem)
    if issue.order is not None and not waiting:
        return page
    if waiting:
        hints = [hint["matter_id"] for each in waiting for hint in each.suggestions[:1]]
        brief = brief_from(waiting[-1].words)[:LONGEST_BRIEF]
    else:
        hints = [str(each.order.matter_id) for each in concerns if each.order is not None]
        brief = _brief_of_cause(page)
    first = max(hints, key=hints.count, default=None)
    form = failed or ThemeForm(initial={"matter": first, "brief": brief})
    form.offer(matters_of(actor.tenant_id))
    return replace(page, form=form)


def _brief_of_cause(page: IssuePage) -> str:
    """Say what many speak of and where, in the words they share; the orders that are there follow by number."""
    about = "；".join(filter(None, (_(", ").join(page.issue.words[:NAMED_WORDS]), page.places)))
    said = _("Several residents speak of the same thing (%(about)s). Find the cause and settle it.")
    numbers = sorted({each.order.number for each in page.concerns if each.order is not None})
    named = _(", ").join(numbers[:NAMED_ORDERS])
    orders = _("Orders so far: %(numbers)s.") % {"numbers": named} if numbers else ""
    return "\n".join(filter(None, (said % {"about": about or "—"}, orders)))
