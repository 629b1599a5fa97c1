"""Tell members of staff something, and take note that they read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from jiezhi.accounts.models import User
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.outbox import emit
from jiezhi.notices.choices import MailState
from jiezhi.notices.effects import TellFacts, send_to_groups, send_to_telephones
from jiezhi.notices.events import MailDue
from jiezhi.notices.kinds import NoticeKind
from jiezhi.notices.models import Notice
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.preferences import wishes_of


@action
def tell_staff(
    *,
    readers: Iterable[User],
    kind: NoticeKind,
    about: OriginRef,
    facts: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> list[Notice]:
    """Put a notice on the desk of each reader, and on its way outside as each of them wishes.

    Letters go to those who have an address and did not wish otherwise; short messages and the robots of groups go
    where the street has set them up.

    Args:
        readers: Members of staff of the actor's street.
        kind: Which sentence.
        about: What it is about; the desk makes a link of it.
        facts: Values for the sentence; never a resident's data, since letters leave the house.
        actor: Whose deed is told of.
        at: Now.
    """
    readers = list(readers)
    wishes = wishes_of(actor.tenant_id, readers)
    notices = [
        Notice(
            sub_district_id=actor.tenant_id,
            reader=reader,
            kind=kind.code,
            about_kind=about.kind,
            about_id=about.id,
            facts=dict(facts),
            told_at=at,
            mail_state=MailState.WAITING
            if reader.email and wishes[reader.pk].wants_mail(kind.group)
            else MailState.NONE,
        )
        for reader in readers
    ]
    Notice.objects.bulk_create(notices)
    for notice in notices:
        if notice.mail_state == MailState.WAITING:
            emit(MailDue(notice_id=notice.pk))
    told = TellFacts(kind, about, dict(facts), actor.tenant_id, at)
    if readers:
        send_to_telephones(told, wishes)
        send_to_groups(told, readers)
    audit.record(
        "notices.told", kind=about.kind, id=about.id, facts={"kind": kind.code, "readers": len(notices)}
    )
    return notices


@action
def read_notices(*, notice_ids: Iterable[UUID], actor: Actor, at: datetime) -> int:
    """Mark one's own notices as read and say how many were new."""
    require(actor, READ_NOTICES)
    own = Notice.objects.filter(sub_district_id=actor.tenant_id, reader_id=UUID(actor.id), read_at=None)
    changed = own.filter(pk__in=list(notice_ids)).update(read_at=at)
    audit.record("notices.read", kind="accounts.user", id=UUID(actor.id), facts={"count": changed})
    return changed
