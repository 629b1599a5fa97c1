"""Everything that is written down out of doors, one verb a function."""

from jiezhi.fieldwork.actions._once import Taken
from jiezhi.fieldwork.actions.finding import FindingDraft, take_finding
from jiezhi.fieldwork.actions.forgetting import forget_words
from jiezhi.fieldwork.actions.joining import JointVisitDraft, begin_joint_visit
from jiezhi.fieldwork.actions.pictures import keep_field_picture, note_picture
from jiezhi.fieldwork.actions.reporting import ReportDraft, take_report
from jiezhi.fieldwork.actions.visiting import VisitDraft, take_visit

__all__ = [
    "FindingDraft",
    "JointVisitDraft",
    "ReportDraft",
    "Taken",
    "VisitDraft",
    "begin_joint_visit",
    "forget_words",
    "keep_field_picture",
    "note_picture",
    "take_finding",
    "take_report",
    "take_visit",
]
