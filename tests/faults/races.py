"""Deeds that only one of many may do. Each race gives the deed of a process, and a look at what is stored after."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from jiezhi.concerns.actions import (
    Confirmation,
    Refusal,
    Verdict,
    answer_callback,
    confirm_concern,
    refuse_order,
    set_aside_refusal,
)
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern, RefusedOrder, SuperiorSource
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit.db import next_value
from jiezhi.workorders.actions import accept_order, ask_extension, decide_extension, resolve_order
from jiezhi.workorders.models import WorkOrder
from tests.faults.deeds import Server, actor_of_role
from tests.faults.races_of_merging import MERGING_RACES
from tests.faults.races_of_others import OTHER_RACES
from tests.faults.races_of_presses import PRESS_RACES
from tests.faults.races_of_sign_in import SIGN_IN_RACES

Race = tuple[Callable[[int], str], Callable[[], dict]]
WON = "won"


def _server() -> Server:
    return Server(0, Path("/dev/null"))


def _concern(server: Server) -> Concern:
    key = uuid4()
    server.submit(key)
    return Concern.objects.get(submission_key=key)


def _order(server: Server) -> tuple[Concern, WorkOrder]:
    concern = _concern(server)
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=_lamp(server), brief="修复路灯"),
        seen_version=None,
        actor=server.dispatcher,
        at=datetime.now(UTC),
    )
    return concern, order


def _lamp(server: Server) -> UUID:
    return next(matter.pk for matter in server.matters if matter.flow == "concern")


def _lines(order: WorkOrder, verb: str) -> dict:
    return {
        "lines": order.entries.filter(verb=verb).count(),
        "version": WorkOrder.objects.get(pk=order.pk).version,
    }


def accept(_number: int) -> Race:
    server = _server()
    _, order = _order(server)

    def deed(_process: int) -> str:
        accept_order(order_id=order.pk, seen_version=1, actor=server.officer, at=datetime.now(UTC))
        return WON

    return deed, lambda: _lines(order, "accept")


def accept_unseen(_number: int) -> Race:
    server = _server()
    _, order = _order(server)

    def deed(_process: int) -> str:
        accept_order(order_id=order.pk, seen_version=None, actor=server.officer, at=datetime.now(UTC))
        return WON

    return deed, lambda: _lines(order, "accept")


def confirm(_number: int) -> Race:
    server = _server()
    concern = _concern(server)

    def deed(_process: int) -> str:
        confirm_concern(
            concern_id=concern.pk,
            confirmation=Confirmation(matter_id=_lamp(server), brief="修复路灯"),
            seen_version=concern.version,
            actor=server.dispatcher,
            at=datetime.now(UTC),
        )
        return WON

    return deed, lambda: {"orders": WorkOrder.objects.filter(origin_id=concern.pk).count()}


def reopen(_number: int) -> Race:
    server = _server()
    concern, order = _order(server)
    accept_order(order_id=order.pk, seen_version=None, actor=server.officer, at=datetime.now(UTC))
    resolve_order(
        order_id=order.pk, reply="已修好", seen_version=None, actor=server.officer, at=datetime.now(UTC)
    )
    holder = code_holder(sub_district_id=server.street.pk, code_digest=concern.code_digest)

    def deed(_process: int) -> str:
        verdict = Verdict(was_solved=False, was_satisfied=False)
        answer_callback(concern_id=concern.pk, verdict=verdict, actor=holder, at=datetime.now(UTC))
        return WON

    return deed, lambda: _lines(order, "reopen") | {"callbacks": concern.callbacks.count()}


def submit(_number: int) -> Race:
    server = _server()
    key = uuid4()

    def deed(_process: int) -> str:
        server.submit(key)
        return WON

    return deed, lambda: {"requests": Concern.objects.filter(submission_key=key).count()}


def number(number: int) -> Race:
    from jiezhi.kit.models import Counter

    server = _server()
    series = f"race-{number}"

    def deed(process: int) -> str:
        from django.db import transaction

        given = []
        for turn in range(10):
            try:
                with transaction.atomic():
                    value = next_value(sub_district_id=server.street.pk, series=series)
                    if (process + turn) % 4 == 0:
                        raise ValueError("given back")
                given.append(str(value))
            except ValueError:
                continue
        return " ".join(given)

    return deed, lambda: {"last": Counter.objects.get(series=series).value}


def _refused(server: Server, number: str) -> RefusedOrder:
    values = {"return_amount": 4, "return_unit": "working_hours", "adapter": "http_json"}
    source, _ = SuperiorSource.objects.get_or_create(
        sub_district=server.street, name="演示热线", defaults=values
    )
    refusal = Refusal(source.pk, number, "{}", "缺少内容")
    return refuse_order(refusal=refusal, actor=server.dispatcher, at=datetime.now(UTC))


def refuse(number: int) -> Race:
    server = _server()
    _refused(server, f"before-{number}")  # the source is there

    def deed(_process: int) -> str:
        _refused(server, f"refused-{number}")
        return WON

    return deed, lambda: {"rows": RefusedOrder.objects.filter(key=f"refused-{number}").count()}


def set_aside(number: int) -> Race:
    server = _server()
    row = _refused(server, f"aside-{number}")

    def deed(process: int) -> str:
        set_aside_refusal(
            refused_id=row.pk, note=f"理由{process}", actor=server.dispatcher, at=datetime.now(UTC)
        )
        return WON

    return deed, lambda: {"state": RefusedOrder.objects.get(pk=row.pk).state}


def _in_hand(server: Server) -> WorkOrder:
    _, order = _order(server)
    accept_order(order_id=order.pk, seen_version=None, actor=server.officer, at=datetime.now(UTC))
    return order


def _ask_for_time(server: Server, order: WorkOrder) -> None:
    ask_extension(
        order_id=order.pk,
        amount=1,
        unit=LimitUnit.WORKING_DAYS,
        reason="需要采购材料",
        actor=server.officer,
        at=datetime.now(UTC),
    )


def ask_time(_number: int) -> Race:
    """Of the extra time that an order may get, all is asked for at once."""
    server = _server()
    order = _in_hand(server)

    def deed(_process: int) -> str:
        _ask_for_time(server, order)
        return WON

    return deed, lambda: {"wishes": order.extensions.count()}


def grant_time(_number: int) -> Race:
    server = _server()
    order = _in_hand(server)
    _ask_for_time(server, order)
    leader = actor_of_role("leader")
    due_at = order.due_at

    def deed(process: int) -> str:
        decide_extension(
            order_id=order.pk, is_granted=process % 2 == 0, note="已核", actor=leader, at=datetime.now(UTC)
        )
        return WON

    def look() -> dict:
        (state,) = order.extensions.values_list("state", flat=True)
        is_later = WorkOrder.objects.get(pk=order.pk).due_at != due_at
        return {"decisions": 1, "fits": is_later == (state == "granted")}

    return deed, look


RACES = (
    ask_time,
    grant_time,
    accept,
    accept_unseen,
    confirm,
    reopen,
    submit,
    number,
    refuse,
    set_aside,
    *MERGING_RACES,
    *OTHER_RACES,
    *PRESS_RACES,
    *SIGN_IN_RACES,
)
