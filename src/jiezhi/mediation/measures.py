"""What is measured of mediations: agreements reached, and told apart from it, agreements kept. Never of a person."""

from collections.abc import Callable

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.measure import EVERY_SPLIT, Figure, Figures, Measure, Question, Split, Unit, register_measure
from jiezhi.mediation.choices import MediationState
from jiezhi.mediation.models import Mediation
from jiezhi.mediation.queries import visible_mediations
from jiezhi.mediation.workflow import SIGNED

ABOUT = "mediation"
Rows = QuerySet[Mediation]


def _with_outcome(question: Question) -> Rows:
    """Give the mediations of the area whose outcome lies in the period."""
    rows = visible_mediations(question.actor)
    return rows.filter(outcome_at__date__gte=question.first_on, outcome_at__date__lte=question.last_on)


def _followed(question: Question) -> Rows:
    rows = visible_mediations(question.actor)
    return rows.filter(followed_at__date__gte=question.first_on, followed_at__date__lte=question.last_on)


_COLUMNS = {
    Split.COMMUNITY: "community_id",
    Split.DEPARTMENT: "committee_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}
REACHED = Q(state__in=SIGNED) | Q(agreement__isnull=False)
KEPT = Q(state=MediationState.KEPT)
IN_TERM = Q(outcome_at__date__lte=F("last_on"))


def _share(
    rows_of: Callable[[Question], Rows], yes: Q, *, moment: str = "outcome_at"
) -> Callable[[Question], Figures]:
    """Give how a share is counted, in one statement; months by a moment.

    By department it is the committee's; by matter that of the order it came from.
    """

    def compute(question: Question) -> Figures:
        rows = rows_of(question).order_by()
        if question.split is Split.NONE:
            counted = rows.aggregate(
                yes=Count("pk", filter=yes, distinct=True), whole=Count("pk", distinct=True)
            )
            return {None: Figure.of(counted["yes"], counted["whole"])}
        rows = rows.annotate(month_on=TruncMonth(moment, output_field=DateField()))
        grouped = rows.values_list(_COLUMNS[question.split]).annotate(
            yes=Count("pk", filter=yes, distinct=True), whole=Count("pk", distinct=True)
        )
        return {group: Figure.of(part, whole) for group, part, whole in grouped}

    return compute


SOURCE = _("Mediations")
EMPTY = _("No mediation of the period has come so far.")
REACHED_SHARE = register_measure(
    Measure(
        key="mediation_agreed",
        is_goal=True,
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Agreements reached"),
        sentence=_("Of the mediations with an outcome, how many reached an agreement."),
        unit=Unit.SHARE,
        source=SOURCE,
        formula=_("mediations with an agreement ÷ mediations agreed, referred or ended in the period"),
        sensitivity=_(
            "Disputes that are taken on only when they are easy raise it; an agreement is not yet one that is kept."
        ),
        higher_is_better=True,
        empty=EMPTY,
        compute=_share(_with_outcome, REACHED),
    )
)
KEPT_SHARE = register_measure(
    Measure(
        key="mediation_kept",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Agreements kept"),
        sentence=_("Of the agreements that were followed up, how many were kept."),
        unit=Unit.SHARE,
        source=SOURCE,
        formula=_("agreements found kept ÷ agreements followed up in the period"),
        sensitivity=_("Agreements that nobody followed up are not in it: look at how many it rests on."),
        higher_is_better=True,
        empty=EMPTY,
        compute=_share(_followed, KEPT, moment="followed_at"),
    )
)
IN_TERM_SHARE = register_measure(
    Measure(
        key="mediation_in_term",
        splits=EVERY_SPLIT,
        about=ABOUT,
        label=_("Outcome within the term"),
        sentence=_(
            "Of the mediations that were taken on and have an outcome, how many had it within their term."
        ),
        unit=Unit.SHARE,
        source=SOURCE,
        formula=_(
            "outcomes on or before the last day of the term ÷ outcomes of mediations that were taken on"
        ),
        sensitivity=_("More time that both sides agreed to moves the term."),
        higher_is_better=True,
        empty=EMPTY,
        compute=_share(lambda question: _with_outcome(question).filter(begun_on__isnull=False), IN_TERM),
    )
)
