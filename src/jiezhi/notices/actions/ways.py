"""Set up a gateway or a robot, try it, and take it out of use."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.gateway_shapes import places_of
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.errors import MissingError
from jiezhi.notices.choices import BodyKind, NoticeGroup, WayKind
from jiezhi.notices.effects import TellFacts, send_trial, ways_in_use
from jiezhi.notices.errors import WayRefusedError
from jiezhi.notices.kinds import TRIAL
from jiezhi.notices.models import Sending, WayOut
from jiezhi.notices.permissions import KEEP_WAYS
from jiezhi.notices.preferences import own_preference
from jiezhi.notices.shapes import unknown_places
from jiezhi.organisation.queries import get_department, staff_member

WAY = "notices.way"


@dataclass(frozen=True)
class GatewayShape:
    """How a gateway for short messages is spoken to, as its manual says; places such as `${phone}` are filled."""

    method: str = "POST"
    headers: str = ""
    body: str = ""
    body_kind: str = BodyKind.JSON
    secrets: str = ""
    code_path: str = ""
    taken_codes: Sequence[str] = ()
    later_codes: Sequence[str] = ()
    id_path: str = ""
    signature_text: str = ""


@dataclass(frozen=True)
class WayDraft:
    """A way to be set up."""

    kind: WayKind
    name: str
    address: str
    secret: str = ""
    department_id: UUID | None = None
    groups: Sequence[NoticeGroup] = ()
    shape: GatewayShape = field(default_factory=GatewayShape)


@action
def set_up_way(*, draft: WayDraft, actor: Actor, at: datetime) -> WayOut:
    """Set up a gateway or a robot; another gateway that was in use goes out of use with it.

    Raises:
        WayRefusedError: The host is not listed, or the shape names what nothing fills.
    """
    require(actor, KEEP_WAYS)
    way = WayOut(
        sub_district_id=actor.tenant_id,
        kind=draft.kind,
        name=draft.name,
        address=draft.address,
        host=_listed_host(draft.address),
        secret=draft.secret,
        begun_at=at,
    )
    if way.is_robot:
        _aim_robot(way, draft, actor)
    else:
        _shape_gateway(way, draft.shape)
        for before in ways_in_use(actor.tenant_id, (WayKind.SMS,)):
            end_way(way_id=before.pk, actor=actor, at=at)
    way.save(force_insert=True)
    audit.record("notices.way_set_up", kind=WAY, id=way.pk, facts={"kind": way.kind, "host": way.host})
    return way


@action
def end_way(*, way_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a way out of use; what waits on it is not sent.

    Raises:
        MissingError: The street has no such way in use.
    """
    require(actor, KEEP_WAYS)
    way = _locked_way(actor, way_id)
    way.ended_at = at
    way.save(update_fields=["ended_at"])
    audit.record("notices.way_ended", kind=WAY, id=way.pk, facts={"kind": way.kind, "host": way.host})


@action
def try_way(*, way_id: UUID, actor: Actor, at: datetime) -> Sending:
    """Send a message that says it is a trial: to the group of a robot, or to one's own number.

    Raises:
        MissingError: The street has no such way in use.
        WayRefusedError: It is a gateway, and the actor has left no number of their own.
    """
    require(actor, KEEP_WAYS)
    way = _locked_way(actor, way_id)
    known = None if way.is_robot else staff_member(user_id=UUID(actor.id), on=timezone.localdate(at))
    reader = known.user if known is not None else None
    if not way.is_robot and (reader is None or not own_preference(actor.tenant_id, reader.pk).phone):
        raise WayRefusedError(
            _(
                "A trial goes to your own number, and you have left none. Enter it under “How I am told” first."
            )
        )
    told = TellFacts(TRIAL, OriginRef(WAY, way.pk), {}, actor.tenant_id, at)
    sending = send_trial(told, way, reader=reader)
    audit.record("notices.way_tried", kind=WAY, id=way.pk)
    return sending


def _listed_host(address: str) -> str:
    """Give the host of an address that may be reached.

    Raises:
        WayRefusedError: It cannot be read, names a user, or the operator has not listed it.
    """
    try:
        parts = urlsplit(address)
        port = {"https": 443, "http": 80}.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        parts, port = urlsplit(""), 0
    if not parts.hostname or not port or parts.username is not None:
        raise WayRefusedError(_("This address cannot be read. Copy it again, from https:// to its end."))
    host = f"{parts.hostname}:{port}"
    if host not in settings.OUTBOUND_HOSTS:
        raise WayRefusedError(
            _(
                "Nothing may be sent to %(host)s yet. Ask the operator to add it to JIEZHI_OUTBOUND, then save again."
            )
            % {"host": host}
        )
    return host


def _aim_robot(way: WayOut, draft: WayDraft, actor: Actor) -> None:
    if not draft.groups:
        raise WayRefusedError(_("Choose at least one kind of notice that the group is to see."))
    way.groups = sorted(group.value for group in draft.groups)
    if draft.department_id is not None:
        way.department = get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)


def _shape_gateway(way: WayOut, shape: GatewayShape) -> None:
    way.method, way.headers, way.body, way.body_kind = (
        shape.method,
        shape.headers,
        shape.body,
        shape.body_kind,
    )
    way.secrets, way.code_path, way.id_path = shape.secrets, shape.code_path, shape.id_path
    way.taken_codes, way.later_codes = list(shape.taken_codes), list(shape.later_codes)
    way.signature_text = shape.signature_text
    way.receipt_key = secrets.token_hex(32)
    if way.code_path and not way.taken_codes:
        raise WayRefusedError(_("Say which code means that the gateway took the message, such as 0."))
    unknown = unknown_places(way)
    if unknown:
        raise WayRefusedError(
            _(
                "Nothing fills %(places)s. Use phone, text, key, or secret.name with a line of that name below."
            )
            % {"places": ", ".join(f"${{{name}}}" for name in sorted(unknown))}
        )
    if not {"phone", "text"} <= places_of(way.address + way.body):
        raise WayRefusedError(_("The message needs ${phone} and ${text}, in its body or its address."))


def _locked_way(actor: Actor, way_id: UUID) -> WayOut:
    rows = WayOut.objects.select_for_update().filter(sub_district_id=actor.tenant_id, ended_at=None)
    way = rows.filter(pk=way_id).first()
    if way is None:
        raise MissingError(_("This street has no such way in use. Look at the list again."))
    return way
