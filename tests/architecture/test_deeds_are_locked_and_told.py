"""Every deed asks first whether the actor may, and leaves what its app has words for: audit verbs and news."""

import ast
import inspect
from importlib import import_module

import pytest

from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import RefusedError
from tests.architecture.source import actions, called_name, modules
from tests.factories import make_office
from tests.factories.workorders import MONDAY

ASKED_FIRST = {
    "concerns.actions.callbacks.ask_reopening": "concerns:follow",
    "concerns.actions.callbacks.excuse_callback": "concerns:call_back",
    "concerns.actions.receiving.answer_concern": "concerns:receive",
    "concerns.actions.receiving.ask_reporter": "concerns:receive",
    "concerns.actions.receiving.confirm_concern": "concerns:receive",
    "concerns.actions.receiving.join_concern": "concerns:receive",
    "concerns.actions.classifying.dispatch_by_itself": "concerns:receive",
    "concerns.actions.classifying.keep_classifier": "organisation:keep_lists",
    "concerns.actions.classifying.leave_to_dispatcher": "concerns:receive",
    "concerns.actions.classifying.put_classifier_live": "organisation:keep_lists",
    "concerns.actions.classifying.switch_self_dispatch": "organisation:keep_lists",
    "concerns.actions.classifying.take_classifier_back": "organisation:keep_lists",
    "concerns.actions.issues.open_theme_order": "concerns:receive",
    "concerns.actions.opening.open_with_code": "concerns:follow",
    "concerns.actions.rights.ask_privacy_right": "concerns:follow",
    "concerns.actions.rights.correct_contact": "concerns:receive",
    "concerns.actions.rights.erase_contact": "concerns:receive",
    "concerns.actions.rights.refuse_privacy_right": "concerns:receive",
    "concerns.actions.refusals.refuse_order": "concerns:bridge",
    "concerns.actions.refusals.set_aside_refusal": "concerns:bridge",
    "concerns.actions.refusals.take_mended_order": "concerns:bridge",
    "concerns.actions.superior.answer_objection": "concerns:bridge",
    "concerns.actions.superior.hand_over_replies": "concerns:bridge",
    "concerns.actions.superior.raise_objection": "concerns:bridge",
    "concerns.actions.bringing.take_superior_order": "concerns:bridge",
    "concerns.actions.superior.resend_reply": "concerns:bridge",
    "concerns.actions.sources.change_source": "concerns:keep_sources",
    "concerns.actions.sources.enter_source": "concerns:keep_sources",
    "concerns.actions.sources.note_delivered": "concerns:bridge",
    "concerns.actions.sources.note_fetch": "concerns:bridge",
    "workorders.actions.dispatching.join_report": "workorders:dispatch",
    "chains.actions.starting.start_chain": "chains:start",
    "chains.actions.templating.enter_template": "chains:start",
    "chains.actions.templating.retire_template": "chains:start",
    "supervision.actions.emergencies.answer_emergency": "supervision:answer",
    "supervision.actions.calling_off.call_off_emergency": "supervision:answer",
    "supervision.actions.marking.put_mark": "supervision:supervise",
    "supervision.actions.rostering.copy_month": "supervision:keep_roster",
    "supervision.actions.rostering.drop_shift": "supervision:keep_roster",
    "supervision.actions.rostering.enter_shift": "supervision:keep_roster",
    **{
        f"workorders.actions.saving.{deed}": "workorders:view"
        for deed in ("drop_filter", "move_filter_up", "save_filter")
    },
    "answers.actions.decide_answer": "answers:approve",
    "answers.actions.end_answer": "answers:write",
    "answers.actions.propose_answer": "answers:write",
    "evidence.actions.packs.note_slip_taken": "workorders:view",
    "workorders.actions.taking_away.note_export": "workorders:view",
    "workorders.actions.merging.merge_order": "workorders:dispatch",
    "workorders.actions.merging.part_order": "workorders:dispatch",
    "concerns.actions.moving.move_reporters": "concerns:receive",
    "concerns.actions.moving.return_reporters": "concerns:receive",
    "merging.actions.deciding.decide_pair": "workorders:dispatch",
    "merging.actions.deciding.merge_orders": "workorders:dispatch",
    "merging.actions.deciding.undo_merge": "workorders:dispatch",
    "merging.actions.joining.report_known": "concerns:submit",
    "merging.actions.ruling.change_rules": "organisation:keep_lists",
    **{
        f"workorders.actions.assisting.{deed}": "workorders:handle"
        for deed in ("accept_support", "decline_support", "report_support")
    },
    **{
        f"workorders.actions.supporting.{deed}": "workorders:handle"
        for deed in ("ask_support_again", "ask_supports", "call_off_support")
    },
    **{
        f"workorders.actions.whistling.{deed}": "workorders:whistle"
        for deed in ("blow_whistle", "open_whistle", "rate_whistle")
    },
    "concerns.actions.submitting.add_words": "concerns:follow",
    "concerns.actions.telling.stop_telling": "concerns:follow",
    "concerns.actions.submitting.submit_concern": "concerns:submit",
    **{
        f"gateway.clients.actions.{deed}": "clients:keep_programs"
        for deed in ("change_program", "hold_program", "issue_token", "register_program", "revoke_token")
    },
    **{
        f"gateway.launch.actions.{deed}": "clients:keep_programs"
        for deed in ("end_link", "keep_terms", "link_person")
    },
    **{
        f"gateway.webhooks.actions.{deed}": "clients:keep_programs"
        for deed in (
            "change_key",
            "change_kinds",
            "end_subscription",
            "subscribe_program",
            "try_letter_again",
        )
    },
    "gateway.open311.actions.post_request": "concerns:submit",
    **{
        f"mediation.actions.{deed}": "mediation:keep"
        for deed in (
            "agreeing.agree",
            "agreeing.ask_court",
            "agreeing.follow_up",
            "agreeing.note_court",
            "ending.end_mediation",
            "ending.refer",
            "mediating.begin_mediation",
            "mediating.extend_term",
            "mediating.hold_sitting",
            "opening.add_party",
            "opening.end_mediator",
            "opening.enter_mediator",
            "opening.open_mediation",
        )
    },
    **{
        f"property.actions.{deed}": "property:keep"
        for deed in (
            "contracts.end_contract",
            "contracts.enter_contract",
            "contracts.import_contracts",
            "registers.end_committee",
            "registers.end_duty",
            "registers.enter_committee",
            "registers.enter_company",
            "registers.enter_duty",
            "registers.take_back_committee",
            "voting.record_vote",
            "voting.void_vote",
        )
    },
    **{
        f"property.actions.{deed}": "property:ask"
        for deed in (
            "answering.record_answer",
            "calling.ask_company",
            "calling.confirm_duty",
            "calling.withdraw_call",
        )
    },
    "property.actions.answering.answer_with_code": "property:answer",
    "assessment.actions.briefs.ask_brief": "assessment:read_briefs",
    "assessment.actions.briefs.read_brief": "assessment:read_briefs",
    "assessment.actions.demonstration.mark_demonstration_sites": "assessment:mark_sites",
    "assessment.actions.objecting.object_to_line": "assessment:object",
    "assessment.actions.objecting.withdraw_objection": "assessment:object",
    "assessment.actions.objecting.decide_objection": "assessment:decide",
    "assessment.actions.superior.bring_superior_lines": "assessment:bring",
    "assessment.actions.superior.take_back_superior_score": "assessment:bring",
    "assessment.actions.weighing.enter_weights": "assessment:keep_weights",
    "fieldwork.actions.finding.take_finding": "workorders:check",
    "fieldwork.actions.joining.begin_joint_visit": "fieldwork:report",
    "fieldwork.actions.pictures.note_picture": "fieldwork:report",
    "fieldwork.actions.reporting.take_report": "fieldwork:report",
    "fieldwork.actions.visiting.take_visit": "fieldwork:visit",
    "witness.actions.keep_check": "organisation:read_audit",
    "gateway.openapi.actions.take_request": "concerns:submit",
    "intake.actions.choose_columns": "intake:bring_in",
    "intake.actions.note_fetched": "intake:bring_in",
    "intake.actions.note_look": "intake:bring_in",
    "intake.actions.open_run": "intake:bring_in",
    "intake.actions.refuse_run": "intake:bring_in",
    "intake.actions.start_run": "intake:bring_in",
    "intake.actions.stop_run": "intake:bring_in",
    "intake.actions.take_chunk": "intake:bring_in",
    "meetings.actions.agenda.close_agenda": "meetings:keep",
    "meetings.actions.agenda.move_topic": "meetings:keep",
    "meetings.actions.agenda.propose_topic": "meetings:see",
    "meetings.actions.assigning.assign_work": "meetings:keep",
    "meetings.actions.assigning.refuse_work": "meetings:keep",
    "meetings.actions.minutes.append_correction": "meetings:keep",
    "meetings.actions.minutes.publish_minutes": "meetings:keep",
    "meetings.actions.minutes.record_attendance": "meetings:keep",
    "meetings.actions.minutes.write_minute": "meetings:keep",
    "meetings.actions.series.end_series": "meetings:keep",
    "meetings.actions.series.plan_meetings": "meetings:keep",
    "meetings.actions.series.set_up_series": "meetings:keep",
    "evidence.actions.exclusions.ask_exclusion": "evidence:ask_exclusion",
    "evidence.actions.exclusions.decide_exclusion": "evidence:decide_exclusion",
    "evidence.actions.exclusions.withdraw_exclusion": "evidence:ask_exclusion",
    "evidence.actions.packs.ask_pack": "evidence:make",
    "evidence.actions.packs.note_pack_read": "evidence:make",
    "evidence.actions.verdicts.record_superior_callback": "evidence:record",
    "notices.actions.sendings.send_again": "notices:see_sendings",
    "notices.actions.sendings.show_number": "notices:see_sendings",
    "notices.actions.telling.read_notices": "notices:read",
    "notices.actions.ways.end_way": "notices:keep_ways",
    "notices.actions.ways.set_up_way": "notices:keep_ways",
    "notices.actions.ways.try_way": "notices:keep_ways",
    "notices.actions.wishes.set_preference": "notices:read",
    "organisation.actions.approving.approve_draft": "organisation:approve_lists",
    "organisation.actions.approving.return_draft": "organisation:approve_lists",
    "organisation.actions.approving.submit_draft": "organisation:keep_lists",
    "organisation.actions.approving.withdraw_approval": "organisation:approve_lists",
    "organisation.actions.calendar.clear_day": "organisation:keep_lists",
    "organisation.actions.calendar.fill_year": "organisation:keep_lists",
    "organisation.actions.calendar.keep_day": "organisation:keep_lists",
    "organisation.actions.calendar.set_working_hours": "organisation:keep_lists",
    "organisation.actions.drafting.add_line": "organisation:keep_lists",
    "organisation.actions.drafting.begin_draft": "organisation:keep_lists",
    "organisation.actions.drafting.bring_lines": "organisation:keep_lists",
    "organisation.actions.drafting.change_line": "organisation:keep_lists",
    "organisation.actions.drafting.drop_line": "organisation:keep_lists",
    "organisation.actions.drafting.withdraw_draft": "organisation:keep_lists",
    "organisation.actions.causes.drop_cause": "organisation:keep_lists",
    "organisation.actions.causes.keep_cause": "organisation:keep_lists",
    "organisation.actions.duties.bring_duties": "organisation:keep_lists",
    "organisation.actions.duties.end_duty": "organisation:keep_lists",
    "organisation.actions.duties.keep_duty": "organisation:keep_lists",
    "organisation.actions.matters.bring_matters": "organisation:keep_lists",
    "organisation.actions.matters.keep_matter": "organisation:keep_lists",
    "organisation.actions.matters.retire_matter": "organisation:keep_lists",
    "operations.actions.drop_delivery": "operations:mend",
    "operations.actions.settle_fault": "operations:mend",
    "operations.actions.try_again": "operations:mend",
    "organisation.actions.auditing.note_audit_read": "organisation:read_audit",
    "organisation.actions.posts.end_post": "organisation:grant_posts",
    "organisation.actions.posts.grant_post": "organisation:grant_posts",
    "organisation.actions.recoveries.approve_recovery": "organisation:keep_accounts",
    "organisation.actions.recoveries.ask_recovery": "organisation:keep_accounts",
    "organisation.actions.recoveries.refuse_recovery": "organisation:keep_accounts",
    "organisation.actions.staffing.close_staff": "organisation:keep_accounts",
    "organisation.actions.staffing.invite_again": "organisation:keep_accounts",
    "organisation.actions.staffing.invite_staff": "organisation:keep_accounts",
    "organisation.actions.staffing.link_staff": "organisation:keep_accounts",
    "organisation.actions.staffing.open_staff": "organisation:keep_accounts",
    "programme.actions.keep_phase": "programme:keep_goals",
    "programme.actions.set_targets": "programme:keep_goals",
    "safekeeping.actions.fail_backup": "safekeeping:keep_safe",
    "safekeeping.actions.note_restored": "safekeeping:keep_safe",
    "safekeeping.actions.pass_backup": "safekeeping:keep_safe",
    "safekeeping.actions.release_messages": "safekeeping:release_messages",
    "safekeeping.actions.start_backup": "safekeeping:keep_safe",
    "safekeeping.actions.take_away": "safekeeping:keep_safe",
    "workorders.actions.agreements.add_agreement": "organisation:keep_lists",
    "workorders.actions.agreements.end_agreement": "organisation:keep_lists",
    "workorders.actions.answering.agree_to_order": "workorders:handle",
    "workorders.actions.answering.decline_order": "workorders:handle",
    "workorders.actions.answering.report_for_duty": "workorders:handle",
    "workorders.actions.answering.take_over_order": "workorders:handle",
    "workorders.actions.dispatching.answer_on_spot": "workorders:dispatch",
    "workorders.actions.dispatching.dispatch_order": "workorders:dispatch",
    "workorders.actions.dispatching.open_order": "workorders:dispatch",
    "workorders.actions.finishing.close_order": "workorders:finish",
    "workorders.actions.finishing.fail_check": "workorders:check",
    "workorders.actions.finishing.pass_check": "workorders:check",
    "workorders.actions.finishing.record_outcome": "workorders:finish",
    "workorders.actions.finishing.reopen_order": "workorders:finish",
    "workorders.actions.handling.accept_order": "workorders:handle",
    "workorders.actions.handling.ask_extension": "workorders:handle",
    "workorders.actions.handling.decide_extension": "workorders:decide_extension",
    "workorders.actions.handling.resolve_order": "workorders:handle",
    "workorders.actions.handling.send_back_order": "workorders:handle",
}
"""Deeds that refuse before they read anything, and the permission they ask for."""

ASKED_LATER = {
    "accounts.actions.browsers.end_other_sessions": "the actor's own sessions alone",
    "accounts.actions.browsers.end_own_session": "the actor's own sessions alone",
    "accounts.actions.entering.enter": "anybody may try to sign in",
    "accounts.actions.entering.enter_by_provider": "anybody whom the provider vouches for",
    "accounts.actions.entering.give_code": "whoever gave the right password",
    "accounts.actions.entering.leave": "whoever is signed in may leave",
    "accounts.actions.factors.renew_paper_codes": "the actor's own second factor alone",
    "accounts.actions.factors.turn_off_factor": "the actor's own second factor alone",
    "accounts.actions.factors.turn_on_factor": "the actor's own second factor alone",
    "accounts.actions.identities.link_identity": "one's own, or called by link_staff, which asks",
    "accounts.actions.identities.unlink_identity": "the actor's own link alone",
    "accounts.actions.passwords.change_password": "the actor's own password alone",
    "accounts.actions.passwords.choose_password": "whoever holds an open slip",
    "accounts.actions.passwords.confirm_password": "the actor's own password alone",
    "accounts.actions.passwords.try_slip": "anybody may show a slip",
    "accounts.actions.users.close_account": "called by close_staff, which asks",
    "accounts.actions.users.issue_slip": "called by deeds of organisation, which ask",
    "accounts.actions.users.make_user": "called by invite_staff, which asks",
    "accounts.actions.users.open_account": "called by open_staff, which asks",
    "batches.actions.carry_out_line": "the deed that it carries out asks",
    "batches.actions.open_batch": "notes what is wanted; the deed of each thing asks",
    "batches.actions.refuse_line": "notes what the deed of a thing has said",
    "concerns.actions.callbacks.note_absence": "staff who hear callbacks at the door, or who call back",
    "concerns.actions.callbacks.answer_callback": "the reporter by their code, or staff who call back",
    "concerns.actions.callbacks.open_callbacks": "called by the worker alone",
    "concerns.actions.issues.list_hot_issues": "called by the worker alone",
    "concerns.actions.superior.await_reply_again": "called by the worker alone",
    "workorders.actions.erasing.forget_point": "called by erase_contact, which asks",
    "concerns.actions.receiving.suggest_matter": "called by the worker alone",
    "gateway.launch.actions.confirm_own_link": "the actor's own link alone",
    "gateway.launch.actions.end_own_link": "the actor's own link alone",
    "gateway.launch.actions.use_launch": "whoever brings a launch that a registered platform signed",
    "gateway.webhooks.actions.write_letter": "called by the worker alone",
    **{
        f"supervision.actions.{deed}": "called by the worker alone"
        for deed in (
            "emergencies.call_next",
            "emergencies.note_taken",
            "emergencies.open_response",
            "marking.put_mark_by_rule",
            "marking.raise_if_due",
        )
    },
    "supervision.actions.alarms.move_alarms": "called by the worker alone",
    "supervision.actions.alarms.raise_alarm": "called by deeds that take in what tells of a danger",
    "supervision.actions.alarms.take_alarm_up": "called by deeds that decide on it, which ask",
    "concerns.actions.dangers.take_danger_off": "called by the worker alone",
    "workorders.actions.lowering.lower_urgency": "called by call_off_emergency, which asks",
    "workorders.actions.marking.mark_order": "called by deeds of supervision, which ask",
    "chains.actions.passing.pass_chain_on": "called by the worker alone",
    "mediation.actions.ending.remind_of_term": "called by the worker alone",
    "property.actions.calling.note_late_call": "called by the worker alone",
    "workorders.actions.pausing.pause_order": "called by deeds of mediation, which ask",
    "workorders.actions.pausing.resume_order": "called by deeds of mediation, which ask",
    "chains.actions.passing.take_step_up_again": "called by the worker alone",
    "meetings.actions.assigning.mark_work_done": "called by the worker alone",
    "meetings.actions.assigning.take_work_up_again": "called by the worker alone",
    "merging.actions.deciding.propose_pairs": "called by the worker alone",
    "assessment.actions.briefs.freeze_month": "called by the worker alone",
    "assessment.actions.briefs.note_brief_failed": "called by the worker alone",
    "assessment.actions.briefs.note_brief_made": "called by the worker alone",
    "evidence.actions.packs.note_pack_failed": "called by the worker alone",
    "evidence.actions.packs.note_pack_made": "called by the worker alone",
    "evidence.actions.packs.tidy_pack": "called by the worker alone",
    "fieldwork.actions.forgetting.forget_words": "called by the worker alone",
    "notices.actions.telling.tell_staff": "called by handlers and other deeds",
    "notices.actions.wishes.ask_to_be_told": "called by deeds that know whose thing it is",
    "notices.actions.wishes.end_wish": "called by deeds that know whose thing it is",
    "notices.actions.wishes.note_receipt": "whoever holds the key of the gateway",
    "notices.actions.wishes.note_stop": "whoever holds the key of the gateway",
    "notices.actions.wishes.tell_resident": "called by handlers and other deeds",
    "residency.actions.phone.ask_phone_code": "anybody may have a code sent to a telephone",
    "residency.actions.phone.enter_phone_code": "anybody may try to sign in by telephone",
    "residency.actions.phone.forget_phone_codes": "called by the worker alone",
    "residency.actions.phone.leave_by_phone": "whoever is signed in may leave",
    "residency.actions.phone.note_phone_code_sent": "called by the worker alone",
    "residency.actions.tries.forget_wrong_tries": "called by the worker alone",
    "residency.actions.tries.note_wrong_try": "called by other deeds",
    "workorders.actions.dispatching.reassign_order": "dispatchers, or the department that has the order",
    "workorders.actions.pictures.add_picture": "depends on the order's state",
}
"""Deeds that ask later or not at all, and why; their own tests show it."""


def test_every_deed_has_a_row() -> None:
    found = {f"{module.name}.{function.name}" for module, function in actions()}
    assert found == set(ASKED_FIRST) | set(ASKED_LATER)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ASKED_FIRST)
def test_a_deed_refuses_who_lacks_its_permission(path: str) -> None:
    module, _dot, name = path.rpartition(".")
    deed = getattr(import_module(f"jiezhi.{module}"), name)
    nobody = Actor(kind=ActorKind.STAFF, id="nobody", sub_district_id=make_office().street.pk)
    given = dict.fromkeys(inspect.signature(deed).parameters) | {"actor": nobody, "at": MONDAY}
    with pytest.raises(RefusedError) as refusal:
        deed(**given)
    assert refusal.value.facts["permission"] == ASKED_FIRST[path]


def test_every_audit_verb_that_has_words_is_left_by_some_deed() -> None:
    labelled, left = set(), set()
    for module in modules():
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
            if called_name(call) == "label_verbs" and isinstance(call.args[0], ast.Dict):
                labelled |= {key.value for key in call.args[0].keys if isinstance(key, ast.Constant)}
            elif called_name(call) in ("record", "_record") and isinstance(call.args[0], ast.Constant):
                verb = str(call.args[0].value)
                left.add(verb if "." in verb else f"{module.app}.{verb}")
    assert labelled - left == set()


def test_every_piece_of_news_is_told_by_some_deed() -> None:
    kinds = {
        node.name
        for module in modules()
        if module.part == "events"
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }
    trees = {str(module): module.tree for module in modules() if module.part == "actions"}
    told = {node.id for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert kinds - told == set()
