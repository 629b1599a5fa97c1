"""The roles an office starts with: what each kind of post may do, as codes that the office can change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RolePlan:
    """One role to begin with.

    Args:
        code: Short name in addresses and data.
        name: As the office calls it.
        permissions: Codes of what the role may do.
        sees_whole_street: Whether its area is the whole street instead of department and community.
    """

    code: str
    name: str
    permissions: tuple[str, ...]
    sees_whole_street: bool = False


DISPATCHER = RolePlan(
    "dispatcher",
    "调度员",
    (
        "concerns:read",
        "concerns:submit",
        "concerns:receive",
        "concerns:reveal",
        "concerns:bridge",
        "concerns:keep_sources",
        "concerns:import",
        "intake:bring_in",
        "concerns:call_back",
        "workorders:view",
        "workorders:dispatch",
        "workorders:record_answer",
        "workorders:decide_extension",
        "workorders:finish",
        "assessment:see",
        "assessment:bring",
        "evidence:make",
        "evidence:ask_exclusion",
        "evidence:record",
        "chains:see",
        "chains:start",
        "supervision:see",
        "supervision:supervise",
        "supervision:keep_roster",
        "supervision:answer",
        "property:see",
        "property:keep",
        "property:ask",
        "mediation:see",
        "mediation:keep",
        "mediation:reveal",
        "organisation:see_lists",
        "organisation:keep_lists",
        "answers:write",
        "answers:approve",
        "notices:read",
        "notices:see_sendings",
        "notices:keep_ways",
        "meetings:see",
        "meetings:keep",
        "insight:see_wall",
        "insight:see_burden",
        "clients:keep_programs",
        "kit:see_catalogue",
    ),
    sees_whole_street=True,
)
OFFICER = RolePlan(
    "officer",
    "承办人员",
    (
        "workorders:view",
        "workorders:handle",
        "assessment:see",
        "assessment:object",
        "answers:write",
        "evidence:make",
        "evidence:ask_exclusion",
        "chains:see",
        "supervision:see",
        "supervision:answer",
        "property:see",
        "property:ask",
        "mediation:see",
        "mediation:keep",
        "mediation:reveal",
        "notices:read",
        "meetings:see",
    ),
)
COMMUNITY_WORKER = RolePlan(
    "community_worker",
    "社区工作者",
    (
        "workorders:view",
        "workorders:handle",
        "assessment:see",
        "assessment:object",
        "answers:write",
        "evidence:make",
        "evidence:ask_exclusion",
        "workorders:whistle",
        "chains:see",
        "supervision:see",
        "supervision:answer",
        "property:see",
        "property:ask",
        "mediation:see",
        "mediation:keep",
        "mediation:reveal",
        "concerns:read",
        "concerns:hear_callback",
        "fieldwork:report",
        "fieldwork:visit",
        "notices:read",
        "meetings:see",
    ),
)
GRID_WORKER = RolePlan(
    "grid_worker",
    "网格员",
    (
        "workorders:view",
        "workorders:check",
        "concerns:hear_callback",
        "fieldwork:report",
        "fieldwork:visit",
        "notices:read",
    ),
)
LEADER = RolePlan(
    "leader",
    "分管领导",
    (
        "workorders:view",
        "workorders:decide_extension",
        "assessment:see",
        "assessment:decide",
        "assessment:keep_weights",
        "assessment:mark_sites",
        "assessment:bring",
        "assessment:read_briefs",
        "evidence:make",
        "evidence:decide_exclusion",
        "chains:see",
        "chains:start",
        "supervision:see",
        "supervision:supervise",
        "supervision:answer",
        "property:see",
        "property:keep",
        "mediation:see",
        "organisation:see_lists",
        "organisation:approve_lists",
        "answers:write",
        "answers:approve",
        "insight:see_wall",
        "insight:see_burden",
        "programme:keep_goals",
        "notices:read",
        "notices:see_sendings",
        "meetings:see",
        "meetings:keep",
        "safekeeping:release_messages",
    ),
    sees_whole_street=True,
)
ACCOUNT_KEEPER = RolePlan(
    "account_keeper",
    "系统管理员",
    ("organisation:see_staff", "organisation:keep_accounts", "notices:read"),
    sees_whole_street=True,
)
POST_KEEPER = RolePlan(
    "post_keeper",
    "安全管理员",
    ("organisation:see_staff", "organisation:grant_posts", "notices:read"),
    sees_whole_street=True,
)
AUDITOR = RolePlan(
    "auditor",
    "审计管理员",
    ("organisation:see_staff", "organisation:read_audit", "notices:read"),
    sees_whole_street=True,
)

OPERATOR = RolePlan(
    "operator",
    "系统运维人员",
    ("operations:see", "operations:mend", "notices:read"),
)
"""Looks after the machine and reads nobody's facts: no area, no requests, no orders."""

ADMINISTRATORS = (ACCOUNT_KEEPER, POST_KEEPER, AUDITOR)
"""三权分立: three roles, never two of them with one person. None of them reads requests or orders."""

ROLES = (DISPATCHER, OFFICER, COMMUNITY_WORKER, GRID_WORKER, LEADER, OPERATOR, *ADMINISTRATORS)
