"""Departments beside a lead, calls of the community, who is on duty, and the time that passes over all of them."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from jiezhi.supervision.actions import answer_emergency
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.tasks import call_next_on_duty, put_due_marks
from jiezhi.workorders import actions
from jiezhi.workorders.actions import SupportWish, WhistleDraft
from jiezhi.workorders.choices import OPEN_SUPPORT, DeclineReason
from jiezhi.workorders.models import Support
from tests.factories import settle
from tests.laws.town import MINUTE, Town, picked, picks

HOURS = (0.2, 1, 4, 15, 24, 72, 24 * 9)
"""From some minutes to the whole national holiday."""


class Supports(Town):
    """What happens around an order while its lead works on it."""

    @rule(number=picks, body=picks)
    def ask_for_support(self, number: int, body: int) -> None:
        order = self.order(number, "in_hand", "dispatched") or self.order(number)
        if order is not None:
            wish = SupportWish(self.body(body).pk, "配合断电", (2, "working_hours"))
            actor = self.hands.get(order.lead_id, self.dispatcher)
            self.tried(actions.ask_supports, order_id=order.pk, wishes=[wish], actor=actor)

    @rule(number=picks, body=picks)
    def whistle(self, number: int, body: int) -> None:
        order = self.order(number, "in_hand", "dispatched") or self.order(number)
        if order is not None:
            wish = SupportWish(self.body(body).pk, "到场")
            actor = self.office.community_worker.actor
            self.tried(actions.blow_whistle, order_id=order.pk, wishes=[wish], actor=actor)

    @rule(body=picks)
    def whistle_anew(self, body: int) -> None:
        if len(self.opened) < 8:
            draft = WhistleDraft(self.office.lamp.pk, "楼前占道", self.office.community.pk)
            given = {"draft": draft, "wishes": [SupportWish(self.body(body).pk, "到场")]}
            self.tried(actions.open_whistle, **given, actor=self.office.community_worker.actor)

    @rule(number=picks, verb=st.sampled_from(["accept", "decline", "report", "call_off", "again", "rate"]))
    def move_support(self, number: int, verb: str) -> None:
        rows = Support.objects.filter(sub_district=self.office.street).order_by("pk")
        wanted = (
            rows.exclude(state__in=OPEN_SUPPORT) if verb == "again" else rows.filter(state__in=OPEN_SUPPORT)
        )
        part = picked(wanted, number) or picked(rows, number)
        if part is None:
            return
        voice, caller = self.voice_of(part.department_id), {"actor": self.dispatcher}
        deed, given = {
            "accept": (actions.accept_support, {"pledge": "到场", "pledged_on": self.at.date(), **voice}),
            "decline": (
                actions.decline_support,
                {"reason": DeclineReason.NO_MEANS, "note": "人手不足", **voice},
            ),
            "report": (actions.report_support, {"reply": "已办", **voice}),
            "call_off": (actions.call_off_support, {"note": "不需要", **caller}),
            "again": (actions.ask_support_again, {"task": "再来一次", **caller}),
            "rate": (
                actions.rate_whistle,
                {"has_come": True, "has_helped": False, "actor": self.office.community_worker.actor},
            ),
        }[verb]
        self.tried(deed, support_id=part.pk, **given)

    @rule(number=picks, by=picks)
    def answer_emergency(self, number: int, by: int) -> None:
        rows = EmergencyResponse.objects.filter(sub_district=self.office.street).order_by("pk")
        found = picked(rows.filter(answered_at=None), number) or picked(rows, number)
        if found is not None:
            actors = (self.hands[self.roads.pk], self.office.officer.actor, self.office.leader.actor)
            self.tried(answer_emergency, response_id=found.pk, actor=actors[by % len(actors)])

    @rule(hours=st.sampled_from(HOURS))
    def pass_time(self, hours: float) -> None:
        """Nights, weekends and holidays pass; the timers of the office run afterwards."""
        self.at += timedelta(minutes=int(hours * 60))
        self.happened += 1
        self.run_timers()

    @rule()
    def bring_news(self) -> None:
        """The worker delivers what has happened so far: sometimes at once, sometimes long after."""
        settle(self.at)
        self.happened += 1

    def run_timers(self) -> None:
        """Run what the office does by itself, until nobody is left to be called."""
        put_due_marks(self.at)
        call_next_on_duty(self.at)

    def call_everybody(self) -> None:
        """Let the time of every call pass, one after the other."""
        for _turn in range(len(self.duty) + 1):
            self.at += 6 * MINUTE
            settle(self.at)
            call_next_on_duty(self.at)
