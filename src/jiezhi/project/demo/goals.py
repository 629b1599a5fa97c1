"""The demo street's plan: three phases, and targets for what is measured."""

from datetime import date, datetime

from jiezhi.kit.actor import Actor
from jiezhi.programme.actions import TargetDraft, keep_phase, set_targets

NEAR, MIDDLE, FAR = "近期", "中期", "远期"
BEGAN = {
    "on_time": 0.72,
    "cross_on_time": 0.45,
    "collaboration_done": 0.45,
    "satisfied": 0.88,
    "solved": 0.92,
    "handling": 20.0,
    "mediation_agreed": 0.82,
}
"""What the made-up office measured when its plan began; collaboration (R036, R238) and mediation (R027) as the plan has
them. Nobody measured then how soon emergencies are answered."""
ALWAYS = {"mediation_agreed": 0.95, "emergency_minutes": 5.0}
"""What the plan names without a phase (R077, R158): it holds in each."""
TARGETS = {
    NEAR: {
        "on_time": 0.80,
        "cross_on_time": 0.70,
        "collaboration_done": 0.70,
        "satisfied": 0.92,
        "solved": 0.94,
        "handling": 16.0,
        **ALWAYS,
    },
    MIDDLE: {
        "on_time": 0.88,
        "cross_on_time": 0.85,
        "collaboration_done": 0.85,
        "satisfied": 0.95,
        "solved": 0.96,
        "handling": 14.0,
        **ALWAYS,
    },
    FAR: {
        "on_time": 0.95,
        "cross_on_time": 0.90,
        "collaboration_done": 0.90,
        "satisfied": 0.97,
        "solved": 0.98,
        "handling": 12.0,
        **ALWAYS,
    },
}


def set_goals(actor: Actor, *, at: datetime, today: date) -> None:
    """Set the phases so that the near one began at the turn of the year, and the target of each."""
    year = today.year
    phases = (
        (NEAR, date(year, 1, 1), date(year, 12, 31)),
        (MIDDLE, date(year + 1, 1, 1), date(year + 2, 12, 31)),
        (FAR, date(year + 3, 1, 1), date(year + 4, 12, 31)),
    )
    began: dict[str, float] = BEGAN
    for name, begins_on, ends_on in phases:
        phase = keep_phase(name=name, begins_on=begins_on, ends_on=ends_on, actor=actor, at=at)
        drafts = [TargetDraft(key, value, began.get(key)) for key, value in TARGETS[name].items()]
        set_targets(phase_id=phase.pk, drafts=drafts, actor=actor, at=at)
        began = TARGETS[name]
