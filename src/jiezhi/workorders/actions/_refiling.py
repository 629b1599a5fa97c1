"""Filing an order under another matter, as part of dispatching it: what follows from the matter is made anew."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import LeadChoice, get_matter, lead_for, require_lead
from jiezhi.workorders.actions._supports import spot_of
from jiezhi.workorders.choices import OrderState, Verb
from jiezhi.workorders.effects import Former
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.search import note_words_anew
from jiezhi.workorders.workflow import return_verb


def refile(order: WorkOrder, matter_id: UUID | None, *, at: datetime) -> Former | None:
    """File a locked order that lies with the dispatcher under another matter; None where it is the one it has.

    The flow follows the matter: in the states in which an order lies with the dispatcher all flows are alike. Work
    whose flow was said by what brought it in, such as a meeting, keeps that flow.

    Raises:
        MissingError: The street has no such matter in use.
        InvalidError: The matter is checked on site, and nobody knows in which community the order lies.
    """
    if matter_id is None or matter_id == order.matter_id:
        return None
    former = _former_of(order, at=at)
    matter = get_matter(sub_district_id=order.sub_district_id, matter_id=matter_id)
    if order.flow == former.matter.flow:
        order.flow = matter.flow
    if order.flow == FlowName.EVENT and order.community_id is None:
        raise InvalidError(
            _(
                "This matter is checked on site by the community's grid workers, and this order lies in no community. "
                "Choose another matter."
            )
        )
    order.matter = matter
    note_words_anew(order)
    return former


def _former_of(order: WorkOrder, *, at: datetime) -> Former:
    named = choice_for(order, at=at).supports_beside(order.lead_id) if order.lead_id else ()
    return Former(
        order.matter,
        list(order.entries.order_by("at", "id")),
        is_limit_its_own=follows_limit(order, at=at),
        named=frozenset(row.department_id for row in named),
    )


def choice_for(order: WorkOrder, *, at: datetime) -> LeadChoice:
    """Give what the responsibility list says about an order now."""
    on = timezone.localdate(at)
    return lead_for(matter=order.matter, spot=spot_of(order), on=on, level=order.urgency)


def lead_by_list(order: WorkOrder, choice: LeadChoice | None) -> Department:
    """Give whom the list names for an order for which nobody was chosen.

    What came back goes to nobody by itself under the matter under which it came back: the list would name the same.

    Raises:
        InvalidError: Nobody was chosen for what came back.
        ListGapError: The list names nobody.
        ListTieError: The list names several.
    """
    if choice is None:
        raise InvalidError(_("Choose the department that is to have it, or another matter."))
    return require_lead(choice, order.matter)


def require_clarified(order: WorkOrder, lead: Department, note: str, *, is_refiled: bool) -> None:
    """Refuse to give an order back without a word to the department from which it came back, as it was.

    Under another matter the change itself says what is different.

    Raises:
        InvalidError: The note is empty.
    """
    if order.state != OrderState.SENT_BACK or lead.pk != order.lead_id or is_refiled or note.strip():
        return
    facts = {"department": lead.name}
    if return_verb(order.hand_over) is Verb.DECLINE:
        raise InvalidError(
            _(
                "%(department)s declined this order. Say in the note what was clarified or added since, or choose "
                "another department."
            )
            % facts
        )
    raise InvalidError(
        _(
            "%(department)s sent this order back. Say in the note what was clarified or added since, or choose "
            "another department."
        )
        % facts
    )


def follows_limit(order: WorkOrder, *, at: datetime) -> bool:
    """Whether an order's overall limit is that of its matter or of the line that names its lead.

    Any other was given to it alone, by a meeting or a chain, and stays.
    """
    has = (order.limit_amount, order.limit_unit)
    if has == (order.matter.limit_amount, order.matter.limit_unit):
        return True
    return order.lead_id is not None and has == choice_for(order, at=at).limit_of(order.lead_id)


def take_limit(order: WorkOrder, lead: Department, choice: LeadChoice) -> None:
    """Give an order the overall limit of its matter, or that of the line of the list that names its lead."""
    own = choice.limit_of(lead.pk)
    order.limit_amount, order.limit_unit = own or (order.matter.limit_amount, order.matter.limit_unit)
