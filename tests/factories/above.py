"""Orders from above; the systems, numbers and telephones are made up."""

import json
from datetime import datetime, timedelta
from itertools import count

from jiezhi.concerns.actions import Refusal, SuperiorDraft, refuse_order, take_superior_order
from jiezhi.concerns.models import RefusedOrder, SuperiorOrder, SuperiorSource
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY

_serial = count(1)


def make_source(office: Office, **changes: object) -> SuperiorSource:
    """A system that sends orders down and takes them back for four working hours."""
    values = {"name": "演示热线", "return_amount": 4, "return_unit": "working_hours"} | changes
    found, _ = SuperiorSource.objects.get_or_create(
        sub_district=office.street, name=values.pop("name"), defaults=values
    )
    return found


def make_superior_draft(office: Office, *, at: datetime = MONDAY, **changes: object) -> SuperiorDraft:
    """What a hotline sends, ten minutes ago."""
    values = {
        "source_id": make_source(office).pk,
        "number": f"RX2026{next(_serial):06}",
        "words": "3号楼前的路灯坏了一周没人修",
        "issued_at": at - timedelta(minutes=10),
        "their_due_at": at + timedelta(days=5),
        "place": office.estate.name,
    }
    return SuperiorDraft(**(values | changes))


def superior_order(office: Office, *, at: datetime = MONDAY, **changes: object) -> SuperiorOrder:
    """An order from above that was just brought in."""
    draft = make_superior_draft(office, at=at, **changes)
    return take_superior_order(draft=draft, actor=office.dispatcher.actor, at=at).superior


def refused_order(office: Office, *, at: datetime = MONDAY, **told: object) -> RefusedOrder:
    """An order that a hotline with an adapter told and that could not be taken: it says nothing."""
    number = f"RX2026{next(_serial):06}"
    order = {"number": number, "words": "", "issued_at": at.isoformat()} | told
    source = make_source(office, name="自动热线", adapter="http_json", address="http://127.0.0.1:9/")
    refusal = Refusal(source.pk, str(order["number"]), json.dumps(order), "工单没有内容")
    return refuse_order(refusal=refusal, actor=office.dispatcher.actor, at=at)
