"""Departments, posts and roles, matters, duties, the responsibility list and its versions, the working calendar."""

from jiezhi.organisation.models.accounts import AccountRecovery, OfficeMember
from jiezhi.organisation.models.calendar import CalendarDay, WorkingHours
from jiezhi.organisation.models.departments import Department, Post, PostHolding, Role
from jiezhi.organisation.models.matters import ComplaintCause, DutyEntry, Matter, StepLimit
from jiezhi.organisation.models.responsibility import (
    DraftLine,
    DraftSupport,
    ListVersion,
    ResponsibilityEntry,
    ResponsibilitySupport,
)

__all__ = [
    "AccountRecovery",
    "CalendarDay",
    "ComplaintCause",
    "Department",
    "DraftLine",
    "DraftSupport",
    "DutyEntry",
    "ListVersion",
    "Matter",
    "OfficeMember",
    "Post",
    "PostHolding",
    "ResponsibilityEntry",
    "ResponsibilitySupport",
    "Role",
    "StepLimit",
    "WorkingHours",
]
