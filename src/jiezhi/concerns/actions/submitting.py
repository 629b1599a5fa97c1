"""The reporter's verbs: make a request, add to it, answer the callback, ask to take it up again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.actions._alarms import call_duty
from jiezhi.concerns.actions._proxies import ProxyDraft, new_proxy, require_proxy_sense
from jiezhi.concerns.choices import CalledBack, Channel, ConcernState, ExchangeKind
from jiezhi.concerns.classifiers import danger_of
from jiezhi.concerns.codes import code_for, digest_of, phone_index_of
from jiezhi.concerns.events import ConcernSubmitted, DangerAdded, ReporterAnswered, WordsAdded
from jiezhi.concerns.models import Concern, ElderMonth, Exchange
from jiezhi.concerns.permissions import FOLLOW, SUBMIT
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.concerns.search import note_words
from jiezhi.concerns.standing import STILL_TO_DO
from jiezhi.core.numbers import order_number
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.db import add_up, hold, next_value
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit
from jiezhi.notices.actions import ask_to_be_told
from jiezhi.notices.queries import sends_messages
from jiezhi.pictures.keeping import attach_pictures
from jiezhi.places.queries import Spot

LONGEST_WORDS = 5000


@dataclass(frozen=True)
class Submission:
    """What a resident entered.

    Args:
        key: Made with the empty form.
        words: The problem in their own words.
        spot: Where it is, as far as they said.
        place_note: Building, entrance, or how to find the spot.
        phone: Empty for an anonymous request.
        channel: The way it came in.
        picture_ids: Pictures stored before, not yet attached.
        number_above: The superior's, of an order from above: the request is found by it too.
        proxy: Who acts for the resident, where somebody does.
        in_elder_mode: Only to be added to the sum of the month.
        wants_messages: To be told by short message, under the number that is called back.
        is_old: It was told elsewhere long ago: what burnt then is not called to now.
    """

    key: UUID
    words: str
    spot: Spot
    place_note: str = ""
    phone: str = ""
    channel: Channel = Channel.PORTAL
    picture_ids: tuple[UUID, ...] = ()
    number_above: str = ""
    proxy: ProxyDraft | None = None
    in_elder_mode: bool = False
    wants_messages: bool = False
    is_old: bool = False

    @property
    def number_called_back(self) -> str:
        """The number of whoever is asked back: of who acts where that was agreed, of the resident otherwise."""
        if self.proxy is not None and self.proxy.called_back == CalledBack.ACTING:
            return self.proxy.acting_phone
        return self.phone


@dataclass(frozen=True)
class Receipt:
    """What the reporter is given."""

    concern: Concern
    code: str


@action
def submit_concern(*, submission: Submission, actor: Actor, at: datetime) -> Receipt:
    """Take a resident's request. The same form sent twice makes one request and shows the same code.

    Raises:
        InvalidError: Nothing was said, or far too much; or nobody agreed that it is made for them.
    """
    require(actor, SUBMIT)
    words = submission.words.strip()
    if not words:
        raise InvalidError(_("Tell us in your own words what is the matter."))
    if len(words) > LONGEST_WORDS:
        raise InvalidError(
            _("That is longer than %(limit)d characters. Shorten it, or telephone us.")
            % {"limit": LONGEST_WORDS}
        )
    require_proxy_sense(submission.proxy)
    code = code_for(submission.key)
    hold(f"concerns.submission:{submission.key}")
    known = Concern.objects.filter(sub_district_id=actor.tenant_id, submission_key=submission.key).first()
    if known is not None:
        audit.record("concerns.concern_submitted", kind=PICTURE_OWNER, id=known.pk, facts={"is_repeat": True})
        return Receipt(known, code)
    number = _number(actor.tenant_id, at)
    concern = new_concern(submission, words, number, sub_district_id=actor.tenant_id, at=at)
    concern.save(force_insert=True)
    note_words([concern], {concern.pk: submission.number_above})
    _note_way(submission, concern, actor=actor, at=at)
    if submission.picture_ids:
        attach_pictures(
            submission.picture_ids,
            sub_district_id=concern.sub_district_id,
            owner_kind=PICTURE_OWNER,
            owner_id=concern.pk,
        )
    audit.record(
        "concerns.concern_submitted",
        kind=PICTURE_OWNER,
        id=concern.pk,
        facts={
            "channel": submission.channel.value,
            "number": concern.number,
            "proxy": submission.proxy.relation.value if submission.proxy else None,
        },
    )
    emit(ConcernSubmitted(concern_id=concern.pk, sub_district_id=actor.tenant_id, number=concern.number))
    return Receipt(concern, code)


@action
def add_words(*, concern_id: UUID, words: str, actor: Actor, at: datetime) -> Concern:
    """Add to one's own request; the dispatcher is told. The same words sent twice are added once.

    Raises:
        InvalidError: Nothing was said, or the order is reported done and there is a verdict to give instead.
        MissingError: The request is not the actor's.
    """
    require(actor, FOLLOW)
    concern = own_concern(actor, concern_id)
    words = words.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise InvalidError(
            _("Write what you want to add, in up to %(limit)d characters.") % {"limit": LONGEST_WORDS}
        )
    if concern.order is not None and concern.order.state not in STILL_TO_DO:
        raise InvalidError(_("Your request is reported done. Say below whether it is solved."))
    last = concern.exchanges.order_by("-at", "-id").first()
    if last is not None and last.kind == ExchangeKind.ADDITION and last.words == words:
        audit.record("concerns.words_added", kind=PICTURE_OWNER, id=concern.pk, facts={"is_repeat": True})
        return concern
    Exchange.objects.create(
        sub_district_id=concern.sub_district_id,
        concern=concern,
        kind=ExchangeKind.ADDITION,
        words=words,
        at=at,
    )
    news = {ConcernState.ASKED: ReporterAnswered, ConcernState.RECEIVED: WordsAdded}
    told = news.get(ConcernState(concern.state))
    if told is not None:
        emit(told(concern_id=concern.pk, sub_district_id=concern.sub_district_id, number=concern.number))
    if concern.state == ConcernState.ASKED:
        concern.state = ConcernState.SUBMITTED
    if danger := danger_of(words):
        # Told anew, whether the danger before was answered or was none.
        concern.danger = danger
        if call_duty(concern, words, actor=actor, at=at) and concern.state == ConcernState.SUBMITTED:
            emit(
                DangerAdded(
                    concern_id=concern.pk, sub_district_id=concern.sub_district_id, number=concern.number
                )
            )
    concern.version += 1
    concern.save(update_fields=["state", "version", "danger"])
    audit.record("concerns.words_added", kind=PICTURE_OWNER, id=concern.pk)
    return concern


def own_concern(actor: Actor, concern_id: UUID) -> Concern:
    """Lock the request whose code the actor holds.

    Raises:
        MissingError: It is another's.
    """
    rows = Concern.objects.select_for_update(of=("self",)).filter(
        sub_district_id=actor.tenant_id, pk=concern_id
    )
    concern = rows.first()
    if concern is None or not concern.code_digest.startswith(actor.id or "-"):
        raise MissingError(_("This request does not belong to your code."))
    return concern


def new_concern(
    submission: Submission, words: str, number: str, *, sub_district_id: UUID, at: datetime
) -> Concern:
    """Give a request that was just made, not yet stored."""
    phone = submission.phone.strip()
    return Concern(
        sub_district_id=sub_district_id,
        number=number,
        submission_key=submission.key,
        code_digest=digest_of(code_for(submission.key)),
        channel=submission.channel,
        words=words,
        danger=danger_of(words),
        phone=phone,
        phone_index=phone_index_of(phone) if phone else "",
        place_note=submission.place_note.strip(),
        community_id=submission.spot.community_id,
        grid_cell_id=submission.spot.grid_cell_id,
        estate_id=submission.spot.estate_id,
        lon=submission.spot.lon,
        lat=submission.spot.lat,
        submitted_at=at,
        submitted_on=timezone.localdate(at),
    )


def _note_way(submission: Submission, concern: Concern, *, actor: Actor, at: datetime) -> None:
    """Keep who acted and the wish to be told, add to the month's sum of elder mode, and call to a danger."""
    if concern.danger and not submission.is_old:
        call_duty(concern, concern.words, actor=actor, at=at)
    if submission.proxy is not None:
        new_proxy(submission.proxy, concern, actor=actor, at=at).save(force_insert=True)
    if submission.in_elder_mode:
        month_on = concern.submitted_on.replace(day=1)
        keys = {"sub_district_id": concern.sub_district_id, "month_on": month_on}
        add_up(ElderMonth, keys, {"requests": 1})
    if (
        submission.wants_messages
        and submission.number_called_back
        and sends_messages(concern.sub_district_id)
    ):
        about = OriginRef(PICTURE_OWNER, concern.pk)
        ask_to_be_told(about=about, phone=submission.number_called_back, actor=actor, at=at)


def _number(sub_district_id: UUID, at: datetime) -> str:
    day = timezone.localdate(at)
    serial = next_value(sub_district_id=sub_district_id, series=f"concern-{day:%Y%m%d}")
    return order_number("SQ", day, serial)
