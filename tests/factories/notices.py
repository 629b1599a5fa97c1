"""Messages on their way; addresses are made up and listed nowhere."""

from datetime import datetime

from jiezhi.notices.choices import NoticeGroup, Reason, SendingState, WayKind
from jiezhi.notices.models import Sending, SendingLine, WayOut
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office


def make_gateway(office: Office, *, at: datetime) -> WayOut:
    """A gateway for short messages that nobody asked for anything yet."""
    values = {
        "name": "短信平台",
        "address": "https://sms.example/send",
        "host": "sms.example:443",
        "body": '{"to":"${phone}","say":"${text}"}',
        "receipt_key": "made-up-key",
        "groups": [NoticeGroup.WORK],
        "begun_at": at,
    }
    return WayOut.objects.get_or_create(sub_district=office.street, kind=WayKind.SMS, defaults=values)[0]


def sent_notice(office: Office, order: WorkOrder, *, at: datetime) -> Sending:
    """A message about an order to the officer that was given up."""
    sending = Sending.objects.create(
        sub_district=office.street,
        way_kind=WayKind.SMS,
        way=make_gateway(office, at=at),
        reader=office.officer.user,
        written_at=at,
        send_after=at,
        state=SendingState.GIVEN_UP,
        reason=Reason.TOO_OFTEN,
        settled_at=at,
    )
    SendingLine.objects.create(
        sub_district=office.street,
        sending=sending,
        kind="workorders.sent_back",
        about_kind="workorders.order",
        about_id=order.pk,
        facts={"number": order.number},
    )
    return sending
