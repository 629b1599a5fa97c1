"""What every verb on a meeting shares: lock it, move it by the table, and store it."""

from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.core.masking import find_personal
from jiezhi.core.workflow import IllegalStepError
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.meetings.choices import MeetingState, MeetingVerb
from jiezhi.meetings.errors import MeetingStepError
from jiezhi.meetings.models import JointMeeting
from jiezhi.meetings.queries import MEETING, visible_series
from jiezhi.meetings.workflow import MEETING as FLOW

LONGEST_WORDS = 2000


def lock_meeting(actor: Actor, meeting_id: UUID, *, seen_version: int | None = None) -> JointMeeting:
    """Lock a meeting within the actor's area until the deed is done.

    Args:
        actor: Who acts.
        meeting_id: Which meeting.
        seen_version: The version the actor decided upon; None when the deed does not depend on it.

    Raises:
        MissingError: No such meeting in the actor's area.
        StaleError: Somebody changed it in the meantime.
    """
    rows = JointMeeting.objects.filter(series__in=visible_series(actor)).select_related("series__lead")
    meeting = rows.select_for_update(of=("self",)).filter(pk=meeting_id).first()
    if meeting is None:
        raise MissingError(_("There is no such meeting in your area."))
    if seen_version is not None and seen_version != meeting.version:
        raise StaleError(
            _(
                "Somebody was quicker: this meeting is now “%(state)s”. Look at it again and decide whether "
                "what you wanted still applies."
            )
            % {"state": meeting.get_state_display()},
            facts={"version": meeting.version},
        )
    return meeting


def move(meeting: JointMeeting, verb: MeetingVerb) -> None:
    """Move a meeting by its table.

    Raises:
        MeetingStepError: The table has no such verb in the present state.
    """
    before = meeting.state
    try:
        meeting.state = FLOW.target_of(verb, before)
    except IllegalStepError as error:
        raise MeetingStepError(
            _("“%(verb)s” is not possible while the meeting is “%(state)s”. Possible now: %(allowed)s.")
            % {
                "verb": verb.label,
                "state": MeetingState(before).label,
                "allowed": _(", ").join(str(MeetingVerb(name).label) for name in error.allowed),
            },
        ) from error


def store(meeting: JointMeeting) -> JointMeeting:
    """Write a meeting that has changed."""
    meeting.version += 1
    meeting.save()
    return meeting


def record(verb: str, meeting: JointMeeting, **facts: str | int | bool | None) -> None:
    """Leave the audit row of a deed on a meeting."""
    facts = {"month": meeting.month_on.isoformat(), **facts}
    audit.record(f"meetings.{verb}", kind=MEETING, id=meeting.pk, facts=facts)


def clean_words(words: str, *, needed: str = "") -> str:
    """Give words for an agenda or for minutes, trimmed, if every department of the meeting may read them.

    Args:
        words: What was typed.
        needed: What to say when nothing was; empty where nothing is fine.

    Raises:
        InvalidError: Nothing, too much, or what looks like a telephone or identity number.
    """
    words = words.strip()
    if needed and not words:
        raise InvalidError(needed)
    if len(words) > LONGEST_WORDS:
        raise InvalidError(
            _("This is longer than %(limit)d characters. Shorten it.") % {"limit": LONGEST_WORDS}
        )
    found = find_personal(words)
    if found:
        raise InvalidError(
            _(
                "This holds what looks like a telephone or identity number (%(found)s). Take it out: every "
                "department of the meeting reads it."
            )
            % {"found": found[0]}
        )
    return words
