"""Everything that can be done with the lists of a street, one verb a function."""

from jiezhi.organisation.actions._lines import LONGEST_TASK, LineDraft, SupportDraft
from jiezhi.organisation.actions.approving import approve_draft, return_draft, submit_draft, withdraw_approval
from jiezhi.organisation.actions.auditing import note_audit_read
from jiezhi.organisation.actions.calendar import clear_day, fill_year, keep_day, set_working_hours
from jiezhi.organisation.actions.causes import drop_cause, keep_cause
from jiezhi.organisation.actions.drafting import (
    add_line,
    begin_draft,
    bring_lines,
    change_line,
    drop_line,
    withdraw_draft,
)
from jiezhi.organisation.actions.duties import BroughtDuty, DutyDraft, bring_duties, end_duty, keep_duty
from jiezhi.organisation.actions.matters import (
    BroughtMatter,
    MatterDraft,
    bring_matters,
    keep_matter,
    name_words,
    placing_words,
    retire_matter,
)
from jiezhi.organisation.actions.posts import PostDraft, end_post, grant_post
from jiezhi.organisation.actions.recoveries import approve_recovery, ask_recovery, refuse_recovery
from jiezhi.organisation.actions.staffing import (
    close_staff,
    invite_again,
    invite_staff,
    link_staff,
    open_staff,
)

__all__ = [
    "LONGEST_TASK",
    "BroughtDuty",
    "BroughtMatter",
    "DutyDraft",
    "LineDraft",
    "MatterDraft",
    "PostDraft",
    "SupportDraft",
    "add_line",
    "approve_draft",
    "approve_recovery",
    "ask_recovery",
    "begin_draft",
    "bring_duties",
    "bring_lines",
    "bring_matters",
    "change_line",
    "clear_day",
    "close_staff",
    "drop_cause",
    "drop_line",
    "end_duty",
    "end_post",
    "fill_year",
    "grant_post",
    "invite_again",
    "invite_staff",
    "keep_cause",
    "keep_day",
    "keep_duty",
    "keep_matter",
    "link_staff",
    "name_words",
    "note_audit_read",
    "open_staff",
    "placing_words",
    "refuse_recovery",
    "retire_matter",
    "return_draft",
    "set_working_hours",
    "submit_draft",
    "withdraw_approval",
    "withdraw_draft",
]
