"""How to build the arguments of every address. An address without a row here fails the access matrix.

A page for everybody says in `without` what a stranger without session or code gets: whatever belongs to one person
must not be 200.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from jiezhi.answers.models import AnswerVersion
from jiezhi.assessment.actions import SuperiorDraft
from jiezhi.assessment.models import LineObjection, MonthlyBrief, SuperiorScore
from jiezhi.batches.models import Batch
from jiezhi.chains.models import ApprovalChain
from jiezhi.concerns.actions import Submission, submit_concern
from jiezhi.concerns.models import Classifier, Concern, HotIssue, RefusedOrder, SuperiorOrder
from jiezhi.evidence.models import EvidencePack, Exclusion
from jiezhi.fieldwork.models import Visit
from jiezhi.gateway.launch.models import LaunchLink
from jiezhi.gateway.webhooks.models import Letter
from jiezhi.intake.models import IntakeRun
from jiezhi.kit.models import StoredPicture
from jiezhi.mediation.models import Mediation, Mediator
from jiezhi.meetings.models import AgendaTopic, Assignment, JointMeeting, MeetingSeries
from jiezhi.merging.models import DuplicatePair
from jiezhi.notices.models import Sending
from jiezhi.operations.models import Fault
from jiezhi.organisation.actions import ask_recovery
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import AccountRecovery, ComplaintCause, DraftLine, DutyEntry, ListVersion
from jiezhi.pictures import disk
from jiezhi.programme.models import Phase
from jiezhi.project.demo.roles import OFFICER
from jiezhi.property.models import CompanyCall, OwnersCommittee, OwnersVote, ServiceContract, StandardDuty
from jiezhi.supervision.models import DutyShift, EmergencyResponse
from jiezhi.workorders.models import OutpostAgreement, SavedFilter, Support, WorkOrder
from tests.factories import Office, make_community, make_department, make_estate, make_staff
from tests.factories.above import refused_order, superior_order
from tests.factories.answers import proposed_answer
from tests.factories.assessment import fixed_month, objected_line, superior_count
from tests.factories.batches import opened_batch, saved_filter_of
from tests.factories.chains import started_chain
from tests.factories.evidence import asked_exclusion, ready_pack
from tests.factories.fieldwork import taken_visit
from tests.factories.goals import make_phase
from tests.factories.intake import checked_run
from tests.factories.mediation import agreed_mediation, make_mediator
from tests.factories.meetings import assigned_work, held_meeting, written_minute
from tests.factories.merging import proposed_pair
from tests.factories.notices import sent_notice
from tests.factories.offices import Staff
from tests.factories.operations import make_fault
from tests.factories.organisation import make_cause, make_duty, open_draft
from tests.factories.programs import LetIn, dead_letter, make_program
from tests.factories.property import asked_call, make_committee, make_vote
from tests.factories.reading import make_classifier, make_issue
from tests.factories.supervision import called_emergency, make_shift
from tests.factories.workorders import (
    MONDAY,
    asked_support,
    dispatched_order,
    make_agreement,
    spot_of,
    visitor,
)
from tests.pictures.uploads import coloured


@dataclass(frozen=True)
class Things:
    """One of everything that addresses name, all in one street."""

    office: Office
    concern: Concern
    order: WorkOrder
    concern_picture: StoredPicture
    order_picture: StoredPicture
    meeting: JointMeeting
    topic: AgendaTopic
    work: Assignment
    superior: SuperiorOrder
    refused: RefusedOrder
    run: IntakeRun
    phase: Phase
    version: ListVersion
    line: DraftLine
    duty: DutyEntry
    cause: ComplaintCause
    agreement: OutpostAgreement
    fault: Fault
    colleague: Staff
    recovery: AccountRecovery
    let_in: LetIn
    letter: Letter
    link: LaunchLink
    own_link: LaunchLink
    issue: HotIssue
    pair: DuplicatePair
    classifier: Classifier
    support: Support
    chain: ApprovalChain
    shift: DutyShift
    emergency: EmergencyResponse
    sending: Sending
    pack: EvidencePack
    exclusion: Exclusion
    objection: LineObjection
    count: SuperiorScore
    brief: MonthlyBrief
    mediation: Mediation
    mediator: Mediator
    committee: OwnersCommittee
    call: CompanyCall
    vote: OwnersVote
    visit: Visit
    batch: Batch
    saved: SavedFilter
    answer: AnswerVersion

    @property
    def contract(self) -> ServiceContract:
        return self.call.contract

    @property
    def standard_duty(self) -> StandardDuty:
        return self.call.order_duty.duty


Build = Callable[[Things], dict[str, object]]


@dataclass(frozen=True)
class Row:
    """One address.

    Args:
        build: Its arguments.
        posts: Whether it is only posted to.
        without: For pages for everybody, what a stranger gets.
        is_of_area: Whether it shows one thing, which must be missing for those in whose area it does not lie.
    """

    build: Build
    posts: bool = False
    without: tuple[int, ...] = (200,)
    is_of_area: bool = False


def nothing(_things: Things) -> dict[str, object]:
    return {}


def street(things: Things) -> dict[str, object]:
    return {"slug": things.office.street.slug}


def number(things: Things) -> dict[str, object]:
    return street(things) | {"number": things.concern.number}


def saved_filter(things: Things) -> dict[str, object]:
    return {"filter_id": things.saved.pk}


def answer(things: Things) -> dict[str, object]:
    return {"answer_id": things.answer.answer_id}


def concern(things: Things) -> dict[str, object]:
    return {"concern_id": things.concern.pk}


def order(things: Things) -> dict[str, object]:
    return {"order_id": things.order.pk}


def support(things: Things) -> dict[str, object]:
    return {"support_id": things.support.pk}


def picture(things: Things) -> dict[str, object]:
    return {"picture_id": things.concern_picture.pk}


def superior(things: Things) -> dict[str, object]:
    return {"superior_id": things.superior.pk}


def issue(things: Things) -> dict[str, object]:
    return {"issue_id": things.issue.pk}


def classifier(things: Things) -> dict[str, object]:
    return {"classifier_id": things.classifier.pk}


def refused(things: Things) -> dict[str, object]:
    return {"refused_id": things.refused.pk}


def meeting(things: Things) -> dict[str, object]:
    return {"meeting_id": things.meeting.pk}


def topic(things: Things) -> dict[str, object]:
    return meeting(things) | {"topic_id": things.topic.pk}


def run(things: Things) -> dict[str, object]:
    return {"run_id": things.run.pk}


def version(things: Things) -> dict[str, object]:
    return {"version_id": things.version.pk}


def line(things: Things) -> dict[str, object]:
    return version(things) | {"line_id": things.line.pk}


def duty(things: Things) -> dict[str, object]:
    return {"duty_id": things.duty.pk}


def cause(things: Things) -> dict[str, object]:
    return {"cause_id": things.cause.pk}


def program(things: Things) -> dict[str, object]:
    return {"program_id": things.let_in.program.pk}


def subscription(things: Things) -> dict[str, object]:
    return {"subscription_id": things.letter.subscription_id}


def own_card(things: Things) -> dict[str, object]:
    return {"kind": "department", "subject_id": things.office.lighting.pk}


def georeport(_things: Things) -> dict[str, object]:
    return {"form": "json"}


def year(_things: Things) -> dict[str, object]:
    return {"number": 2026}


def colleague(things: Things) -> dict[str, object]:
    return {"user_id": things.colleague.user.pk}


def recovery(things: Things) -> dict[str, object]:
    return {"recovery_id": things.recovery.pk}


HIDDEN = (302, 404)
PICTURE = coloured()


def keep_picture() -> str:
    """Put the file of every picture where the pages look for it."""
    return disk.keep(PICTURE)


ROWS: dict[str, Row] = {
    "portal:streets": Row(nothing, without=(200, 302)),
    "portal:home": Row(street),
    "portal:map_layers": Row(street),
    "portal:words": Row(street),
    "portal:proxy": Row(street),
    "portal:place": Row(street, without=HIDDEN),
    "portal:known": Row(street, without=HIDDEN),
    "portal:photos": Row(street, without=HIDDEN),
    "portal:photo": Row(lambda t: street(t) | picture(t), without=HIDDEN),
    "portal:contact": Row(street, without=HIDDEN),
    "portal:check": Row(street, without=HIDDEN),
    "portal:done": Row(street, without=HIDDEN),
    "portal:follow": Row(street),
    "portal:phone": Row(street),
    "portal:phone_code": Row(street, without=HIDDEN),
    "portal:phone_leave": Row(street, posts=True, without=(302,)),
    "portal:mine": Row(street, without=(200, 302)),
    "portal:leave": Row(street, posts=True, without=(302,)),
    "portal:concern": Row(number, without=HIDDEN),
    "portal:slip": Row(number, without=HIDDEN),
    "portal:privacy": Row(number, without=HIDDEN),
    "portal:add": Row(number, posts=True, without=HIDDEN),
    "portal:callback": Row(number, posts=True, without=HIDDEN),
    "portal:again": Row(number, posts=True, without=HIDDEN),
    "portal:stop_telling": Row(number, posts=True, without=HIDDEN),
    "portal:picture": Row(lambda t: number(t) | picture(t), without=HIDDEN),
    "accounts:sign_in": Row(nothing),
    "accounts:sign_out": Row(nothing, posts=True, without=(302,)),
    "accounts:code": Row(nothing, without=(302,)),
    "accounts:slip": Row(nothing),
    "accounts:first_password": Row(nothing, without=(302,)),
    "accounts:provider": Row(nothing, without=(404,)),
    "accounts:provider_return": Row(nothing, without=(302,)),
    "accounts:me": Row(nothing, without=(302,)),
    "accounts:password": Row(nothing, without=(302,)),
    "accounts:end_sessions": Row(nothing, posts=True, without=(302,)),
    "accounts:factor": Row(nothing, without=(302,)),
    "accounts:factor_off": Row(nothing, posts=True, without=(302,)),
    "accounts:paper_codes": Row(nothing, posts=True, without=(302,)),
    "accounts:link": Row(nothing, posts=True, without=(302,)),
    "accounts:unlink": Row(nothing, posts=True, without=(302,)),
    "ui:elder_mode": Row(nothing, posts=True, without=(302,)),
    "ui:catalogue": Row(nothing, without=(404,)),
    "health-live": Row(nothing),
    "health-ready": Row(nothing, without=(200, 503)),
    "health-deep": Row(nothing),
    "metrics": Row(nothing),
    "guide:index": Row(nothing),
    "guide:page": Row(lambda _things: {"name": "dispatcher"}),
    "operations:home": Row(nothing),
    "operations:dead": Row(nothing),
    "operations:again_all": Row(nothing, posts=True),
    "operations:again": Row(lambda t: {"delivery_id": uuid4()}, posts=True),
    "operations:drop": Row(lambda t: {"delivery_id": uuid4()}, posts=True),
    "operations:faults": Row(nothing),
    "operations:settle": Row(lambda t: {"fault_id": t.fault.pk}, posts=True),
    "set_language": Row(nothing, posts=True, without=(302,)),
    "desk:home": Row(nothing, without=(302,)),
    "desk:today": Row(nothing),
    "desk:enter": Row(nothing),
    "desk:concern": Row(concern, is_of_area=True),
    "desk:following": Row(concern, is_of_area=True),
    "desk:decision": Row(concern, posts=True, is_of_area=True),
    "desk:confirm": Row(concern, posts=True, is_of_area=True),
    "desk:ask": Row(concern, posts=True, is_of_area=True),
    "desk:answer": Row(concern, posts=True, is_of_area=True),
    "desk:contact": Row(concern, posts=True, is_of_area=True),
    "desk:picture": Row(lambda t: concern(t) | picture(t), is_of_area=True),
    "desk:right_grant": Row(concern, posts=True, is_of_area=True),
    "desk:right_refuse": Row(concern, posts=True, is_of_area=True),
    "desk:join": Row(concern, posts=True, is_of_area=True),
    "desk:above": Row(nothing),
    "desk:above_take": Row(nothing),
    "desk:sources": Row(nothing),
    "desk:source": Row(lambda t: {"source_id": t.superior.source_id}),
    "desk:above_mend": Row(refused, is_of_area=True),
    "desk:above_take_refused": Row(refused, posts=True, is_of_area=True),
    "desk:above_set_aside": Row(refused, posts=True, is_of_area=True),
    "desk:above_object": Row(superior, posts=True, is_of_area=True),
    "desk:above_answer": Row(superior, posts=True, is_of_area=True),
    "desk:above_resend": Row(superior, posts=True, is_of_area=True),
    "desk:above_replies": Row(lambda t: {"source_id": t.superior.source_id}),
    "desk:intakes": Row(nothing),
    "desk:intake": Row(run),
    "desk:intake_columns": Row(run, posts=True),
    "desk:intake_start": Row(run, posts=True),
    "desk:intake_stop": Row(run, posts=True),
    "desk:intake_refused": Row(run, posts=True),
    "desk:callbacks": Row(nothing),
    "desk:callback": Row(concern, is_of_area=True),
    "desk:callback_answer": Row(concern, posts=True, is_of_area=True),
    "desk:callback_excuse": Row(concern, posts=True, is_of_area=True),
    "desk:list_faults": Row(nothing),
    "desk:dry_run": Row(version, is_of_area=True),
    "desk:moved_orders": Row(version, is_of_area=True),
    "organisation:versions": Row(nothing),
    "organisation:in_force_table": Row(nothing),
    "organisation:begin": Row(nothing, posts=True),
    "organisation:version": Row(version, is_of_area=True),
    "organisation:difference": Row(version, is_of_area=True),
    "organisation:version_table": Row(version, is_of_area=True),
    "organisation:bring": Row(version, is_of_area=True),
    "organisation:submit": Row(version, posts=True, is_of_area=True),
    "organisation:return": Row(version, posts=True, is_of_area=True),
    "organisation:approve": Row(version, posts=True, is_of_area=True),
    "organisation:withdraw": Row(version, posts=True, is_of_area=True),
    "organisation:withdraw_approval": Row(version, posts=True, is_of_area=True),
    "organisation:new_line": Row(version, is_of_area=True),
    "organisation:line": Row(line, is_of_area=True),
    "organisation:drop_line": Row(line, posts=True, is_of_area=True),
    "organisation:matters": Row(nothing),
    "organisation:matters_table": Row(nothing),
    "organisation:bring_matters": Row(nothing),
    "organisation:new_matter": Row(nothing),
    "organisation:matter": Row(lambda t: {"matter_id": t.office.lamp.pk}, is_of_area=True),
    "organisation:use_matter": Row(lambda t: {"matter_id": t.office.lamp.pk}, posts=True, is_of_area=True),
    "organisation:causes": Row(nothing),
    "organisation:cause": Row(cause, is_of_area=True),
    "organisation:drop_cause": Row(cause, posts=True, is_of_area=True),
    "organisation:duties": Row(nothing),
    "organisation:duties_table": Row(nothing),
    "organisation:bring_duties": Row(nothing),
    "organisation:new_duty": Row(nothing),
    "organisation:duty": Row(duty, is_of_area=True),
    "organisation:end_duty": Row(duty, posts=True, is_of_area=True),
    "organisation:calendar": Row(nothing),
    "organisation:year": Row(year),
    "organisation:day": Row(nothing, posts=True),
    "organisation:clear_day": Row(year, posts=True),
    "organisation:fill_year": Row(year, posts=True),
    "organisation:hours": Row(nothing, posts=True),
    "organisation:staff": Row(nothing),
    "organisation:invite": Row(nothing),
    "organisation:roles": Row(nothing),
    "organisation:recoveries": Row(nothing),
    "organisation:approve_recovery": Row(recovery, posts=True, is_of_area=True),
    "organisation:refuse_recovery": Row(recovery, posts=True, is_of_area=True),
    "organisation:person": Row(colleague, is_of_area=True),
    **{
        f"organisation:{verb}": Row(colleague, posts=True, is_of_area=True)
        for verb in ("invite_again", "close_staff", "open_staff", "link_staff", "ask_recovery", "grant_post")
    },
    "organisation:end_post": Row(
        lambda t: {"holding_id": t.colleague.user.holdings.get().pk}, posts=True, is_of_area=True
    ),
    "organisation:audit": Row(nothing),
    "organisation:check_audit": Row(nothing, posts=True),
    "desk:why": Row(colleague, is_of_area=True),
    "workorders:list": Row(nothing),
    "workorders:map": Row(nothing),
    "workorders:map_points": Row(nothing),
    "workorders:map_borders": Row(nothing),
    "workorders:order": Row(order, is_of_area=True),
    "workorders:filters": Row(nothing),
    "workorders:export": Row(nothing),
    "workorders:save_filter": Row(nothing, posts=True),
    "workorders:drop_filter": Row(saved_filter, posts=True),
    "workorders:move_filter": Row(saved_filter, posts=True),
    "workorders:picture": Row(lambda t: order(t) | {"picture_id": t.order_picture.pk}, is_of_area=True),
    "workorders:agreements": Row(nothing),
    "workorders:end_agreement": Row(lambda t: {"agreement_id": t.agreement.pk}, posts=True),
    **{
        f"workorders:{verb}": Row(order, posts=True, is_of_area=True)
        for verb in ("agree", "report_in", "take", "decline", "record_answer")
    },
    "workorders:supports": Row(nothing),
    "workorders:new_whistle": Row(nothing),
    "workorders:support": Row(support, is_of_area=True),
    "workorders:support_picture": Row(
        lambda t: support(t) | {"picture_id": t.order_picture.pk}, is_of_area=True
    ),
    **{
        f"workorders:{verb}": Row(support, posts=True, is_of_area=True)
        for verb in (
            "accept_part",
            "decline_part",
            "report_part",
            "call_off",
            "ask_again",
            "rate",
            "record_part",
        )
    },
    "workorders:ask_support": Row(order, posts=True, is_of_area=True),
    "workorders:whistle": Row(order, posts=True, is_of_area=True),
    "workorders:accept": Row(order, posts=True, is_of_area=True),
    "workorders:resolve": Row(order, posts=True, is_of_area=True),
    "workorders:send_back": Row(order, posts=True, is_of_area=True),
    "workorders:hand_on": Row(order, posts=True, is_of_area=True),
    "workorders:dispatch": Row(order, posts=True, is_of_area=True),
    "workorders:ask_extension": Row(order, posts=True, is_of_area=True),
    "workorders:decide_extension": Row(order, posts=True, is_of_area=True),
    "chains:list": Row(nothing),
    "chains:start": Row(nothing),
    "chains:templates": Row(nothing),
    "chains:retire": Row(lambda t: {"template_id": t.chain.template_id}, posts=True, is_of_area=True),
    "chains:chain": Row(lambda t: {"chain_id": t.chain.pk}, is_of_area=True),
    "merging:pairs": Row(nothing),
    "merging:figures": Row(nothing),
    "merging:rules": Row(nothing),
    "merging:merge": Row(order, is_of_area=True),
    "merging:undo": Row(order, posts=True, is_of_area=True),
    "merging:decide": Row(lambda t: {"pair_id": t.pair.pk}, posts=True, is_of_area=True),
    "mediation:list": Row(nothing),
    "mediation:new": Row(nothing),
    "mediation:mediators": Row(nothing),
    "mediation:end_mediator": Row(lambda t: {"mediator_id": t.mediator.pk}, posts=True, is_of_area=True),
    "mediation:mediation": Row(lambda t: {"mediation_id": t.mediation.pk}, is_of_area=True),
    "mediation:reveal": Row(lambda t: {"mediation_id": t.mediation.pk}, posts=True, is_of_area=True),
    "mediation:agreement": Row(lambda t: {"mediation_id": t.mediation.pk}, posts=True, is_of_area=True),
    "mediation:deed": Row(
        lambda t: {"mediation_id": t.mediation.pk, "key": "follow"}, posts=True, is_of_area=True
    ),
    "property:list": Row(nothing),
    "property:table": Row(nothing),
    "property:estate": Row(lambda t: {"estate_id": t.office.estate.pk}),
    "property:end_contract": Row(lambda t: {"estate_id": t.office.estate.pk, "contract_id": t.contract.pk}),
    "property:companies": Row(nothing),
    "property:company": Row(lambda t: {"company_id": t.contract.company_id}),
    "property:new_committee": Row(nothing),
    "property:end_committee": Row(lambda t: {"committee_id": t.committee.pk}, posts=True),
    "property:take_back_committee": Row(lambda t: {"committee_id": t.committee.pk}, posts=True),
    "property:new_contract": Row(nothing),
    "property:duties": Row(nothing),
    "property:end_duty": Row(lambda t: {"duty_id": t.standard_duty.pk}, posts=True),
    "property:votes": Row(nothing),
    "property:new_vote": Row(nothing),
    "property:empty_units": Row(nothing),
    "property:vote": Row(lambda t: {"vote_id": t.vote.pk}),
    "property:void_vote": Row(lambda t: {"vote_id": t.vote.pk}),
    "property:order": Row(order, is_of_area=True),
    "property:confirm": Row(order, posts=True, is_of_area=True),
    "property:ask": Row(order, posts=True, is_of_area=True),
    "property:withdraw": Row(lambda t: {"call_id": t.call.pk}, posts=True, is_of_area=True),
    "property:record": Row(lambda t: {"call_id": t.call.pk}, is_of_area=True),
    "property:slip": Row(lambda t: {"call_id": t.call.pk}, is_of_area=True),
    "property:answer": Row(nothing),
    "supervision:marks": Row(nothing),
    "supervision:figures": Row(nothing),
    "supervision:mark": Row(order, posts=True, is_of_area=True),
    "supervision:emergencies": Row(nothing),
    "supervision:emergency": Row(lambda t: {"response_id": t.emergency.pk}),
    "supervision:answer": Row(lambda t: {"response_id": t.emergency.pk}, posts=True),
    "supervision:call_off": Row(lambda t: {"response_id": t.emergency.pk}, posts=True),
    "supervision:duty": Row(nothing),
    "supervision:add_shift": Row(nothing, posts=True),
    "supervision:copy": Row(nothing, posts=True),
    "supervision:remove_shift": Row(lambda t: {"shift_id": t.shift.pk}, posts=True),
    "notices:list": Row(nothing),
    "notices:mark_read": Row(nothing, posts=True),
    "notices:sendings": Row(nothing),
    "notices:repeat": Row(lambda t: {"sending_id": t.sending.pk}, posts=True),
    "notices:number": Row(lambda t: {"sending_id": t.sending.pk}, posts=True),
    "notices:ways": Row(nothing),
    "notices:new_robot": Row(nothing),
    "notices:new_gateway": Row(nothing),
    "notices:receipt_key": Row(nothing),
    "notices:end_way": Row(lambda t: {"way_id": t.sending.way_id}, posts=True),
    "notices:try_way": Row(lambda t: {"way_id": t.sending.way_id}, posts=True),
    "notices:receipt": Row(lambda t: {"way_id": t.sending.way_id}, posts=True, without=(404,)),
    "own_notices": Row(nothing),
    "portal:figures": Row(street),
    "portal:figures_table": Row(street),
    "assessment:scores": Row(nothing),
    "assessment:weights": Row(nothing),
    "assessment:above": Row(nothing),
    "assessment:above_count": Row(lambda t: {"score_id": t.count.pk}),
    "assessment:take_back": Row(lambda t: {"score_id": t.count.pk}, posts=True),
    "assessment:objections": Row(nothing),
    "assessment:decide": Row(lambda t: {"objection_id": t.objection.pk}, posts=True),
    "assessment:withdraw": Row(lambda t: {"objection_id": t.objection.pk}, posts=True),
    "assessment:card": Row(own_card, is_of_area=True),
    "assessment:behind": Row(lambda t: own_card(t) | {"indicator": "on_time"}, is_of_area=True),
    "assessment:object": Row(lambda t: own_card(t) | {"indicator": "on_time"}, posts=True, is_of_area=True),
    "assessment:figures": Row(nothing),
    "assessment:figures_table": Row(nothing),
    "assessment:even": Row(nothing),
    "assessment:mark_sites": Row(nothing, posts=True),
    "assessment:measures": Row(nothing),
    "assessment:briefs": Row(nothing),
    "assessment:brief": Row(lambda t: {"brief_id": t.brief.pk}),
    "assessment:brief_again": Row(lambda t: {"brief_id": t.brief.pk}, posts=True),
    "evidence:evidence": Row(order, is_of_area=True),
    "evidence:slip": Row(order, is_of_area=True),
    "evidence:make": Row(order, posts=True, is_of_area=True),
    "evidence:document": Row(lambda t: {"pack_id": t.pack.pk}, posts=True, is_of_area=True),
    "evidence:exclude": Row(order, posts=True),
    "evidence:withdraw": Row(lambda t: order(t) | {"exclusion_id": t.exclusion.pk}, posts=True),
    "evidence:record_heard": Row(lambda t: order(t) | superior(t), posts=True),
    "evidence:exclusions": Row(nothing),
    "evidence:decide": Row(lambda t: {"exclusion_id": t.exclusion.pk}, posts=True),
    "meetings:list": Row(nothing),
    "meetings:set_up": Row(nothing),
    "meetings:end": Row(lambda t: {"series_id": t.meeting.series_id}, posts=True, is_of_area=True),
    "meetings:meeting": Row(meeting, is_of_area=True),
    "meetings:propose": Row(meeting, posts=True, is_of_area=True),
    "meetings:close_agenda": Row(meeting, posts=True, is_of_area=True),
    "meetings:publish": Row(meeting, posts=True, is_of_area=True),
    "meetings:correct": Row(meeting, posts=True, is_of_area=True),
    "meetings:move_topic": Row(topic, posts=True, is_of_area=True),
    "meetings:refuse": Row(lambda t: meeting(t) | {"assignment_id": t.work.pk}, posts=True, is_of_area=True),
    "meetings:attendance": Row(meeting, is_of_area=True),
    "meetings:minute": Row(topic, is_of_area=True),
    "meetings:assign": Row(topic, is_of_area=True),
    "desk:channels": Row(nothing),
    "desk:channel_list": Row(lambda _t: {"key": "phone"}),
    "desk:burden": Row(nothing),
    "desk:joint_visit": Row(nothing),
    "answers:list": Row(nothing),
    "answers:write": Row(nothing),
    "answers:answer": Row(answer, is_of_area=True),
    "answers:end": Row(answer, posts=True, is_of_area=True),
    "answers:decide": Row(lambda t: answer(t) | {"version_id": t.answer.pk}, posts=True, is_of_area=True),
    "desk:bulk": Row(nothing),
    "desk:batches": Row(nothing),
    "desk:batch": Row(lambda t: {"batch_id": t.batch.pk}, is_of_area=True),
    "desk:hot": Row(nothing),
    "desk:hot_issue": Row(issue, is_of_area=True),
    "desk:returns": Row(nothing),
    "desk:own_boundary": Row(nothing),
    "desk:boundary": Row(lambda t: {"department_id": t.office.lighting.pk}),
    "desk:hot_order": Row(issue, posts=True, is_of_area=True),
    "desk:classifiers": Row(nothing),
    "desk:self_dispatch": Row(nothing, posts=True),
    "desk:classifier_live": Row(classifier, posts=True),
    "desk:classifier_back": Row(classifier, posts=True),
    "clients:programs": Row(nothing),
    "clients:new_program": Row(nothing),
    "clients:program": Row(program, is_of_area=True),
    "clients:change": Row(program, is_of_area=True),
    "clients:new_token": Row(program, posts=True, is_of_area=True),
    "clients:revoke_token": Row(
        lambda t: program(t) | {"token_id": t.let_in.token.pk}, posts=True, is_of_area=True
    ),
    "webhooks:subscriptions": Row(program, is_of_area=True),
    "webhooks:subscription": Row(subscription, is_of_area=True),
    "webhooks:kinds": Row(subscription, posts=True, is_of_area=True),
    "webhooks:new_key": Row(subscription, posts=True, is_of_area=True),
    "webhooks:end": Row(subscription, posts=True, is_of_area=True),
    "webhooks:again": Row(
        lambda t: subscription(t) | {"letter_id": t.letter.pk}, posts=True, is_of_area=True
    ),
    "launch:open": Row(nothing, posts=True, without=(403,)),
    "launch:terms": Row(program, is_of_area=True),
    "launch:link": Row(program, posts=True, is_of_area=True),
    "launch:own_link": Row(lambda t: {"link_id": t.own_link.pk}, is_of_area=True),
    "launch:end_own_link": Row(lambda t: {"link_id": t.own_link.pk}, posts=True, is_of_area=True),
    "launch:end_link": Row(lambda t: program(t) | {"link_id": t.link.pk}, posts=True, is_of_area=True),
    "openapi:document": Row(nothing),
    "openapi:nothing": Row(lambda _things: {"rest": "nothing/here"}, without=(404,)),
    **{f"open311:{name}": Row(georeport, without=(400,)) for name in ("services", "requests")},
    "open311:service": Row(lambda t: georeport(t) | {"code": t.office.lamp.code}, without=(400,)),
    **{
        f"open311:{name}": Row(lambda t: georeport(t) | {"number": t.concern.number}, without=(400,))
        for name in ("request", "token")
    },
    "wall:wall": Row(nothing),
    "wall:months": Row(nothing),
    "wall:profile": Row(nothing),
    "wall:causes": Row(nothing),
    "programme:plan": Row(nothing),
    "safekeeping:held": Row(nothing),
    "programme:phase": Row(lambda t: {"phase_id": t.phase.pk}),
    "patrol:today": Row(nothing),
    "patrol:check": Row(order, is_of_area=True),
    **{
        f"patrol:{name}": Row(nothing)
        for name in ("report", "new_visit", "visits", "round", "who", "queue", "joint_visit")
    },
    **{f"patrol:{name}": Row(nothing, posts=True) for name in ("picture", "known", "pack")},
    **{f"patrol:{name}": Row(nothing) for name in ("shell", "worker", "manifest")},
    "patrol:visit": Row(lambda t: {"visit_id": t.visit.pk}, is_of_area=True),
    "patrol:visit_words": Row(lambda t: {"visit_id": t.visit.pk}, posts=True, is_of_area=True),
}


def things_of(office: Office, at: datetime = MONDAY) -> Things:
    """One of everything in the office's street, in the area of its community and its lighting department."""
    stored = [
        StoredPicture.objects.create(
            sub_district_id=office.street.pk,
            sha256=keep_picture(),
            width_px=40,
            height_px=30,
            size_bytes=len(PICTURE),
            content_type="image/jpeg",
            created_at=at,
        )
        for _ in range(2)
    ]
    submission = Submission(
        key=uuid4(), words="3号楼前的路灯不亮", spot=spot_of(office), picture_ids=(stored[0].pk,)
    )
    made = submit_concern(submission=submission, actor=visitor(office), at=at).concern
    work = dispatched_order(office, at=at)
    StoredPicture.objects.filter(pk=stored[1].pk).update(owner_kind="workorders.order", owner_id=work.pk)
    held, decided = held_meeting(office)
    written_minute(held, decided, office)
    assigned = assigned_work(held, decided, office)
    version = open_draft(office.street, office.dispatcher.actor, at)
    colleague = make_staff(office.front_desk, OFFICER)
    line = DraftLine.objects.filter(version=version).order_by("pk")[0]
    return Things(
        office=office,
        concern=made,
        order=work,
        concern_picture=stored[0],
        order_picture=stored[1],
        meeting=held,
        topic=decided,
        work=assigned,
        superior=superior_order(office, at=at),
        refused=refused_order(office, at=at),
        run=checked_run(office, at=at),
        phase=make_phase(office),
        version=version,
        line=line,
        duty=make_duty(office.street, matter=office.lamp),
        cause=make_cause(office.street),
        agreement=make_agreement(make_department(office.street, kind=DepartmentKind.OUTPOST)),
        fault=make_fault(at=at),
        colleague=colleague,
        recovery=ask_recovery(
            user_id=colleague.user.pk,
            reason="手机丢失",
            actor=office.second_keeper.actor,
            at=datetime.now(UTC),
        ),
        let_in=(let_in := make_program(office)),
        letter=dead_letter(let_in),
        link=link_to_platform(office, let_in, at),
        own_link=link_to_platform(office, let_in, at),
        issue=make_issue(office, [made], at=at),
        pair=proposed_pair(office, work, at=at),
        classifier=make_classifier(office, at=at),
        support=asked_support(office, work, at=at),
        chain=started_chain(office, at=at),
        shift=(shift := make_shift(office, at=at)),
        emergency=called_emergency(office, shift, at=at),
        sending=sent_notice(office, work, at=at),
        pack=ready_pack(office, work, at=at),
        exclusion=asked_exclusion(office, work, at=at),
        objection=objected_line(office, at=at),
        count=superior_count(
            office, [SuperiorDraft("RX1", was_solved=True)], month_on=at.date().replace(day=1), at=at
        ),
        brief=fixed_month(office, month_on=at.date().replace(day=1), at=at),
        mediation=agreed_mediation(office, at=at),
        mediator=make_mediator(office, f"在册{office.committee.pk.int % 10**6}", at=at),
        committee=make_committee(office, at=at),
        call=asked_call(office, at=at),
        vote=make_vote(office, at=at),
        visit=taken_visit(office, at=at),
        batch=opened_batch(office, work, at=at),
        saved=saved_filter_of(office, at=at),
        answer=proposed_answer(office, name=f"已修{office.lighting.pk.int % 10**6}"[:32], at=at),
    )


def link_to_platform(office: Office, let_in: LetIn, at: datetime) -> LaunchLink:
    return LaunchLink.objects.create(
        sub_district=office.street,
        program=let_in.program,
        external_index=uuid4().hex,
        user=office.officer.user,
        linked_at=at,
    )


def another_area(office: Office) -> Things:
    """The same in the same street, but in another community and with another department."""
    community = make_community(office.street, west=121.0)
    lighting = make_department(office.street)
    for series in MeetingSeries.objects.filter(sub_district=office.street):
        MeetingSeries.objects.filter(pk=series.pk).update(title=f"联席会议{series.pk}")
    elsewhere = replace(
        office,
        community=community,
        estate=make_estate(community),
        lighting=lighting,
        officer=make_staff(lighting, OFFICER),
        committee=make_department(office.street, community=community),
    )
    return things_of(elsewhere)
