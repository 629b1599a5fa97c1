from datetime import datetime

from jiezhi.concerns.actions import NewClassifier, keep_classifier
from jiezhi.concerns.models import Classifier, Concern, HotIssue
from jiezhi.kit.ids import new_id
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY

CARD = {
    "version": 1,
    "digest": "0123456789abcdef",
    "texts": 240,
    "groups": 200,
    "classes": {"路灯不亮": 120, "没有的事": 120},
    "scores": {
        "accuracy": 0.93,
        "macro_f1": 0.92,
        "top3": 0.99,
        "coverage": 0.75,
        "precision": 0.983,
        "margin": 1.0,
        "texts": 240,
    },
    "margin": 1.0,
    "curve": [0.0, 1.0],
}


def make_classifier(
    office: Office, *, macro_f1: float = 0.92, margin: float | None = 1.0, at: datetime = MONDAY
) -> Classifier:
    """The row of a model that knows the matter of the office's lamps; its folder is empty."""
    card = CARD | {"scores": CARD["scores"] | {"macro_f1": macro_f1}, "margin": margin}
    new = NewClassifier(new_id(), "样例.xlsx", card, {"路灯不亮": str(office.lamp.pk)})
    return keep_classifier(new=new, actor=office.dispatcher.actor, at=at)


def make_issue(office: Office, concerns: list[Concern], *, at: datetime = MONDAY) -> HotIssue:
    """A hot issue of some requests, below those that are there."""
    issue = HotIssue.objects.create(
        sub_district=office.street,
        rank=HotIssue.objects.filter(sub_district=office.street).count() + 1,
        heat=7.5,
        words=["路灯"],
        reporters=3,
        community=office.community,
        first_at=at,
        last_at=at,
        found_at=at,
    )
    issue.concerns.set(concerns)
    return issue
