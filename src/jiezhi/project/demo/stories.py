"""What a made-up request is, and the ways one can go: each ending is a row of steps that `playing` carries out."""

from dataclasses import dataclass

from jiezhi.concerns.choices import Channel


@dataclass(frozen=True)
class Story:
    """A request that never was.

    Args:
        ending: Which of `ENDINGS` it takes.
        matter: Code of the matter.
        estate: Where.
        words: What the resident wrote.
        brief: What the dispatcher made of it.
        reply: What the department answered.
        ago: Workdays before now on which it came in; None spreads it over the six weeks.
        aside: What is said on the way: why it was sent back, what was missing, why more time is needed.
        minutes_ago: For what came in just now, instead of `ago`.
        channel: The way it came in; None leaves it to chance.
        phone: Of a household that makes several; else the request has one of its own, or none.
    """

    ending: str
    matter: str
    estate: str
    words: str
    brief: str = ""
    reply: str = ""
    ago: int | None = None
    aside: str = ""
    minutes_ago: int | None = None
    channel: Channel | None = None
    phone: str = ""


_DONE = ("receive", "accept", "resolve", "check")

ENDINGS: dict[str, tuple[str, ...]] = {
    "good": (*_DONE, "praise"),
    "urgent": ("receive_urgently", "accept", "resolve_quickly", "check", "praise"),
    "unreachable": (*_DONE, "excuse"),
    "late": ("receive", "accept", "resolve_late", "check", "praise"),
    "late_grumble": (
        "receive",
        "accept",
        "resolve_late",
        "check",
        "grumble",
        "accept",
        "resolve",
        "check",
        "praise",
    ),
    "reopened": (*_DONE, "complain", "accept", "resolve", "check", "praise"),
    "never_good": (*_DONE, "complain", "accept", "resolve", "check", "complain"),
    "never_satisfied": (*_DONE, "grumble", "accept", "resolve", "check", "grumble"),
    "misrouted": ("receive_wrongly", "send_back", "dispatch", "accept", "resolve", "check", "praise"),
    "handed_on": ("receive_wrongly", "accept", "hand_on", "accept", "resolve", "check", "praise"),
    "check_failed": ("receive", "accept", "resolve", "fail_check", "resolve", "check", "praise"),
    "extended": ("receive", "accept", "ask_time", "grant_time", "resolve", "check", "praise"),
    "answered": ("answer_at_once", "praise"),
    "answered_only": ("answer_at_once",),
    "asked_first": ("ask_reporter", "add_words", "receive", "accept", "resolve", "check", "praise"),
    "new": (),
    "waiting_for_reporter": ("ask_reporter",),
    "dispatched": ("receive",),
    "in_hand": ("receive", "accept"),
    "wrong_number": ("receive", "accept", "ask_correction"),
    "sent_back": ("receive_wrongly", "send_back"),
    "sent_back_twice": ("receive_wrongly", "send_back", "dispatch", "send_back"),
    "awaiting_check": ("receive", "accept", "resolve"),
    "awaiting_callback": ("receive", "accept", "resolve_quickly", "check"),
    "reopened_now": ("receive", "accept", "resolve_quickly", "check", "complain"),
    "more_time_asked": ("receive", "accept", "ask_time"),
}
"""`check` is left out where the matter's flow has none."""
