from django.test import Client
from django.utils import timezone

from jiezhi.concerns.models import Concern
from jiezhi.workorders.actions import accept_order, resolve_order
from tests.factories import Office, settle, staff_client, submitted_concern

PHONE = "13812345678"


def suggested_concern(office: Office, words: str = "3号楼前的路灯不亮", *, phone: str = "") -> Concern:
    """A request that waits for the dispatcher, with its suggestions."""
    receipt = submitted_concern(office, words, phone=phone)
    settle()
    return Concern.objects.get(pk=receipt.concern.pk)


def dispatcher(office: Office) -> Client:
    return staff_client(office.dispatcher)


def decision(office: Office, concern: Concern, **changed: object) -> dict[str, object]:
    return {
        "matter": office.lamp.pk,
        "department": office.lighting.pk,
        "urgency": "normal",
        "brief": "修复3号楼前不亮的路灯",
        "version": concern.version,
        **changed,
    }


def resolved_concern(office: Office) -> Concern:
    """A request whose order the department has reported done."""
    concern = suggested_concern(office)
    dispatcher(office).post(f"/desk/requests/{concern.pk}/confirm/", decision(office, concern))
    concern.refresh_from_db()
    actor, at = office.officer.actor, timezone.now()
    accept_order(order_id=concern.order_id, seen_version=None, actor=actor, at=at)
    resolve_order(order_id=concern.order_id, reply="已更换灯泡", seen_version=None, actor=actor, at=at)
    settle()
    concern.refresh_from_db()
    return concern
