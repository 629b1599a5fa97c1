"""What a supporting department does: it takes its part on, declines it with a reason, and reports it done."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.workorders.actions._moves import record
from jiezhi.workorders.actions._supports import lock_support, move_support
from jiezhi.workorders.actions._voice import GivenWord, check_word, require_voice, spoken
from jiezhi.workorders.brief import require_clean_brief, require_clean_note
from jiezhi.workorders.choices import DeclineReason, SupportVerb
from jiezhi.workorders.events import SupportAnswered, SupportDone
from jiezhi.workorders.models import Support
from jiezhi.workorders.reply import require_clean_reply


@action
def accept_support(
    *,
    support_id: UUID,
    pledge: str = "",
    pledged_on: date | None = None,
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> Support:
    """Take a part on; called by a community, this is reporting for duty (报到) and says what will be done by when.

    Args:
        support_id: Which part.
        pledge: What the department will do.
        pledged_on: And by when.
        word: What a body said that does not sign in; None when its own people answer here.
        actor: Who answers or records.
        at: Now.

    Raises:
        RefusedError: The actor does not speak for the department.
        InvalidError: It was called, and does not say what it will do by when.
        WrongStepError: It was called off or answered in the meantime.
    """
    support = _locked(support_id, word, actor=actor, at=at)
    if support.is_whistle and (not pledge.strip() or pledged_on is None):
        raise InvalidError(_("Say what you will do and by which day: the community that called reads it."))
    if pledged_on is not None and pledged_on < timezone.localdate(support.asked_at):
        raise InvalidError(_("The promised day lies before the call itself. Correct it."))
    move_support(support, SupportVerb.ACCEPT, at=at)
    support.pledge = require_clean_brief(pledge) if pledge.strip() else ""
    support.pledged_on, support.answered_at, support.taker_id = pledged_on, at, actor.id
    spoken(support, word).save()
    record("support_accepted", support.order, support=str(support.pk))
    _tell_answer(support, has_agreed=True)
    return support


@action
def decline_support(
    *,
    support_id: UUID,
    reason: DeclineReason,
    note: str,
    word: GivenWord | None = None,
    actor: Actor,
    at: datetime,
) -> Support:
    """Decline a part with a reason: the lead and the dispatcher look for another way.

    Raises:
        RefusedError: The actor does not speak for the department.
        InvalidError: The reason is not explained.
        WrongStepError: It was called off or reported done in the meantime.
    """
    support = _locked(support_id, word, actor=actor, at=at)
    note = require_clean_note(
        note, lacking=_("Explain the reason in a sentence: the lead has to find another way.")
    )
    move_support(support, SupportVerb.DECLINE, at=at)
    support.reason, support.note = reason, note
    support.answered_at = support.answered_at or at
    spoken(support, word).save()
    record("support_declined", support.order, support=str(support.pk), reason=reason.value)
    _tell_answer(support, has_agreed=False)
    return support


@action
def report_support(
    *, support_id: UUID, reply: str, word: GivenWord | None = None, actor: Actor, at: datetime
) -> Support:
    """Report a part done, with what was done; who never said yes has said it by doing it.

    Raises:
        RefusedError: The actor does not speak for the department.
        InvalidError: Nothing is said, or it holds a person's number.
        WrongStepError: It was called off in the meantime.
    """
    support = _locked(support_id, word, actor=actor, at=at)
    reply = require_clean_reply(reply, lacking=_("Tell the lead in plain words what your department did."))
    move_support(support, SupportVerb.REPORT, at=at)
    support.reply, support.done_at, support.doer_id = reply, at, actor.id
    support.answered_at = support.answered_at or at
    spoken(support, word).save()
    record("support_done", support.order, support=str(support.pk))
    emit(
        SupportDone(
            support_id=support.pk,
            order_id=support.order_id,
            sub_district_id=support.sub_district_id,
            number=support.order.number,
        )
    )
    return support


def _locked(support_id: UUID, word: GivenWord | None, *, actor: Actor, at: datetime) -> Support:
    require_voice(actor, word)
    support = lock_support(actor, support_id)
    if word is not None:
        check_word(support.department, word, since=support.asked_at, at=at)
    elif support.department_id not in actor.scope.department_ids:
        raise RefusedError(
            _("This part lies with %(department)s; you work for %(post)s.")
            % {"department": support.department.name, "post": actor.label}
        )
    return support


def _tell_answer(support: Support, *, has_agreed: bool) -> None:
    emit(
        SupportAnswered(
            support_id=support.pk,
            order_id=support.order_id,
            sub_district_id=support.sub_district_id,
            number=support.order.number,
            has_agreed=has_agreed,
        )
    )
