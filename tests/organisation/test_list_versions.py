"""The responsibility list changes by versions: drafted, submitted, approved by another person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiezhi.core.routing import Place, choose_department
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.actions import (
    LineDraft,
    SupportDraft,
    add_line,
    approve_draft,
    begin_draft,
    bring_lines,
    change_line,
    drop_line,
    return_draft,
    submit_draft,
    withdraw_approval,
    withdraw_draft,
)
from jiezhi.organisation.choices import VersionState
from jiezhi.organisation.errors import SameHandError, UnfinishedDraftError, VersionStateError
from jiezhi.organisation.models import DraftLine, ListVersion, ResponsibilityEntry
from jiezhi.organisation.queries import changes_of, entries_of_draft, lead_for, lines_of, versions_of
from jiezhi.project.demo.roles import RolePlan
from tests.factories import Office, make_department, make_office, make_staff
from tests.factories.organisation import make_entry
from tests.factories.workorders import MONDAY, spot_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(MONDAY)
BOTH = RolePlan(
    "both", "主任", ("organisation:keep_lists", "organisation:approve_lists"), sees_whole_street=True
)


def begun(office: Office) -> ListVersion:
    return begin_draft(title="冬季修订", actor=office.dispatcher.actor, at=MONDAY)


def line_of(version: ListVersion, matter) -> DraftLine:
    return DraftLine.objects.get(version=version, matter=matter)


def change_lamp(office: Office, version: ListVersion, lead, **more: object) -> DraftLine:
    return change_line(
        version_id=version.pk,
        line_id=line_of(version, office.lamp).pk,
        draft=LineDraft(office.lamp.pk, lead.pk, **more),
        actor=office.dispatcher.actor,
        at=MONDAY,
    )


def submitted(office: Office, lead, *, on=TODAY) -> ListVersion:
    version = begun(office)
    change_lamp(office, version, lead)
    return submit_draft(version_id=version.pk, effective_on=on, actor=office.dispatcher.actor, at=MONDAY)


def approve(office: Office, version: ListVersion, *, on=TODAY, **more: object) -> ListVersion:
    return approve_draft(
        version_id=version.pk, effective_on=on, **({"actor": office.leader.actor, "at": MONDAY} | more)
    )


def take_back(office: Office, version: ListVersion) -> ListVersion:
    return withdraw_approval(version_id=version.pk, actor=office.leader.actor, at=MONDAY)


def test_a_draft_begins_as_a_copy_and_changes_nothing():
    office = make_office()
    version = begun(office)
    assert version.lines.count() == ResponsibilityEntry.objects.count() == 3
    assert changes_of(version, lines_of(version), today=TODAY) == []


def test_a_street_has_one_open_draft():
    office = make_office()
    begun(office)
    with pytest.raises(VersionStateError, match="草稿"):
        begun(office)
    begun(make_office())


def test_approval_keeps_what_is_unchanged_ends_what_changed_and_begins_what_is_new():
    office = make_office()
    power = make_department(office.street, "供电公司")
    old = ResponsibilityEntry.objects.get(matter=office.lamp)
    untouched = set(ResponsibilityEntry.objects.exclude(pk=old.pk).values_list("pk", flat=True))
    day = TODAY + timedelta(days=7)
    approve(office, submitted(office, power, on=day), on=day)
    old.refresh_from_db()
    new = ResponsibilityEntry.objects.get(matter=office.lamp, lead=power)
    assert (old.in_force_until, new.in_force_from, new.version.number) == (day, day, 1)
    kept = ResponsibilityEntry.objects.filter(pk__in=untouched, in_force_until=None, version=None)
    assert kept.count() == 2
    spot = spot_of(office)
    before, after = (lead_for(matter=office.lamp, spot=spot, on=on) for on in (day - timedelta(days=1), day))
    assert (before.department, after.department) == (office.lighting, power)


def test_a_dropped_line_ends_and_an_added_one_begins():
    office = make_office()
    version = begun(office)
    hand = {"version_id": version.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    drop_line(line_id=line_of(version, office.enquiry).pk, **hand)
    add_line(
        draft=LineDraft(office.enquiry.pk, office.committee.pk, community_id=office.community.pk), **hand
    )
    submit_draft(effective_on=TODAY, **hand)
    approve(office, version)
    rows = ResponsibilityEntry.objects.filter(matter=office.enquiry).order_by("in_force_from")
    assert [(row.lead, row.in_force_until) for row in rows] == [
        (office.front_desk, TODAY),
        (office.committee, None),
    ]


def test_the_next_version_takes_the_place_of_the_last_and_never_begins_before_it():
    office = make_office()
    day = TODAY + timedelta(days=7)
    approve(office, submitted(office, make_department(office.street), on=day), on=day)
    version = begun(office)
    change_lamp(office, version, office.committee)
    hand = {"version_id": version.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    with pytest.raises(InvalidError, match=day.isoformat()):
        submit_draft(effective_on=TODAY, **hand)
    submit_draft(effective_on=day, **hand)
    approve(office, version, on=day)
    assert [
        standing and standing.is_replaced for _, standing in versions_of(office.leader.actor, today=TODAY)
    ] == [
        False,
        True,
    ]
    assert lead_for(matter=office.lamp, spot=spot_of(office), on=day).department == office.committee


def standings(office: Office, today: date) -> list[tuple[bool, bool, date | None]]:
    found = versions_of(office.leader.actor, today=today)
    return [(each.is_to_come, each.is_replaced, each.last_on) for _, each in found if each]


def test_the_list_in_force_stays_so_until_the_day_of_the_next_and_says_until_when():
    office = make_office()
    eve, day = TODAY + timedelta(days=6), TODAY + timedelta(days=7)
    approve(office, submitted(office, office.committee))
    approve(office, submitted(office, office.front_desk, on=day), on=day)
    assert standings(office, TODAY) == [(True, False, None), (False, False, eve)]
    assert standings(office, eve) == [(True, False, None), (False, False, eve)]
    assert standings(office, day) == [(False, False, None), (False, True, eve)]


def test_an_approval_is_withdrawn_before_its_day_and_leaves_the_list_as_it_was():
    office = make_office()
    day = TODAY + timedelta(days=7)
    spoken = SupportDraft(office.front_desk.pk)
    version = begun(office)
    change_lamp(office, version, office.committee, supports=(spoken,))
    submit_draft(version_id=version.pk, effective_on=day, actor=office.dispatcher.actor, at=MONDAY)
    before = list(ResponsibilityEntry.objects.order_by("pk").values())
    approve(office, version, on=day)
    taken_back = take_back(office, version)
    assert list(ResponsibilityEntry.objects.order_by("pk").values()) == before
    assert (taken_back.state, taken_back.approved_by, taken_back.approved_at) == ("submitted", "", None)
    assert AuditEntry.objects.filter(verb="organisation.approval_withdrawn").count() == 1
    assert lead_for(matter=office.lamp, spot=spot_of(office), on=day).department == office.lighting
    approve(office, version)
    assert lead_for(matter=office.lamp, spot=spot_of(office), on=TODAY).department == office.committee


def test_of_two_versions_of_one_day_the_later_is_withdrawn_alone():
    office = make_office()
    day = TODAY + timedelta(days=7)
    first = approve(office, submitted(office, office.committee, on=day), on=day)
    before = list(ResponsibilityEntry.objects.order_by("pk").values())
    second = approve(office, submitted(office, office.front_desk, on=day), on=day)
    with pytest.raises(VersionStateError, match="之后的版本"):
        take_back(office, first)
    take_back(office, second)
    assert list(ResponsibilityEntry.objects.order_by("pk").values()) == before
    with pytest.raises(VersionStateError, match="草稿"):
        take_back(office, first)
    withdraw_draft(version_id=second.pk, actor=office.dispatcher.actor, at=MONDAY)
    take_back(office, first)
    assert lead_for(matter=office.lamp, spot=spot_of(office), on=day).department == office.lighting


def test_an_approval_is_not_withdrawn_once_its_day_has_come():
    office = make_office()
    version = approve(office, submitted(office, office.committee))
    with pytest.raises(VersionStateError, match="已经生效"):
        take_back(office, version)
    assert lead_for(matter=office.lamp, spot=spot_of(office), on=TODAY).department == office.committee


def test_who_submitted_a_draft_does_not_approve_it():
    office = make_office()
    both = make_staff(office.front_desk, BOTH)
    version = begun(office)
    change_lamp(office, version, office.committee)
    submit_draft(version_id=version.pk, effective_on=TODAY, actor=both.actor, at=MONDAY)
    with pytest.raises(SameHandError):
        approve(office, version, actor=both.actor)
    assert approve(office, version).state == VersionState.IN_FORCE


def test_a_tie_stops_the_approval_and_a_gap_wants_a_sentence():
    office = make_office()
    version = begun(office)
    hand = {"version_id": version.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    rival = add_line(draft=LineDraft(office.lamp.pk, office.committee.pk), **hand)
    drop_line(line_id=line_of(version, office.enquiry).pk, **hand)
    submit_draft(effective_on=TODAY, **hand)
    with pytest.raises(UnfinishedDraftError, match="同等"):
        approve(office, version, gaps_note="没关系")
    return_draft(version_id=version.pk, reason="路灯重复", actor=office.leader.actor, at=MONDAY)
    drop_line(line_id=rival.pk, **hand)
    submit_draft(effective_on=TODAY, **hand)
    with pytest.raises(UnfinishedDraftError, match="无人"):
        approve(office, version)
    assert ResponsibilityEntry.objects.filter(in_force_until=None).count() == 3
    assert approve(office, version, gaps_note="咨询由窗口现场答复").gaps_note == "咨询由窗口现场答复"


def test_an_approver_approves_what_was_seen_and_only_once():
    office = make_office()
    version = submitted(office, office.committee)
    with pytest.raises(StaleError):
        approve(office, version, seen_revision=version.revision - 1)
    approve(office, version, seen_revision=version.revision)
    with pytest.raises(VersionStateError):
        approve(office, version)
    assert ResponsibilityEntry.objects.filter(matter=office.lamp).count() == 2


def test_a_day_that_is_over_is_refused():
    office = make_office()
    with pytest.raises(InvalidError):
        submitted(office, office.committee, on=TODAY - timedelta(days=1))
    version = ListVersion.objects.get()
    submit_draft(version_id=version.pk, effective_on=TODAY, actor=office.dispatcher.actor, at=MONDAY)
    with pytest.raises(InvalidError):
        approve(office, version, on=TODAY - timedelta(days=1))


def test_a_draft_without_a_change_is_not_submitted():
    office = make_office()
    version = begun(office)
    with pytest.raises(VersionStateError, match="完全相同"):
        submit_draft(version_id=version.pk, effective_on=TODAY, actor=office.dispatcher.actor, at=MONDAY)


def test_what_is_submitted_or_withdrawn_is_not_written_on():
    office = make_office()
    version = submitted(office, office.committee)
    with pytest.raises(VersionStateError):
        change_lamp(office, version, office.front_desk)
    withdraw_draft(version_id=version.pk, actor=office.dispatcher.actor, at=MONDAY)
    with pytest.raises(VersionStateError):
        approve(office, version)
    assert begun(office).number == 2


def test_a_reason_is_needed_to_give_a_draft_back():
    office = make_office()
    version = submitted(office, office.committee)
    with pytest.raises(InvalidError):
        return_draft(version_id=version.pk, reason=" ", actor=office.leader.actor, at=MONDAY)
    assert ListVersion.objects.get().state == VersionState.SUBMITTED


@pytest.mark.parametrize(
    "wrong",
    [
        {"lead_id": "foreign"},
        {"matter_id": "foreign"},
        {"community_id": "own", "estate_id": "own"},
        {"level": "huge"},
        {"limit": (0, "working_days")},
        {"supports": "lead"},
        {"supports": "twice"},
    ],
)
def test_a_line_that_makes_no_sense_is_refused(wrong: dict[str, object]):
    office, other = make_office(), make_office()
    ids = {
        ("lead_id", "foreign"): other.lighting.pk,
        ("matter_id", "foreign"): other.lamp.pk,
        ("community_id", "own"): office.community.pk,
        ("estate_id", "own"): office.estate.pk,
        ("supports", "lead"): (SupportDraft(office.lighting.pk),),
        ("supports", "twice"): (SupportDraft(office.committee.pk), SupportDraft(office.committee.pk)),
    }
    values = {
        name: ids.get((name, value), value) if isinstance(value, str) else value
        for name, value in wrong.items()
    }
    draft = LineDraft(**({"matter_id": office.lamp.pk, "lead_id": office.lighting.pk, "basis": "x"} | values))
    version = begun(office)
    with pytest.raises(InvalidError):
        add_line(version_id=version.pk, draft=draft, actor=office.dispatcher.actor, at=MONDAY)
    assert version.lines.count() == 3


def test_the_same_line_does_not_stand_twice():
    office = make_office()
    version = begun(office)
    with pytest.raises(InvalidError, match="相同"):
        add_line(
            version_id=version.pk,
            draft=LineDraft(office.lamp.pk, office.lighting.pk),
            actor=office.dispatcher.actor,
            at=MONDAY,
        )


def test_another_street_reaches_no_draft():
    office, other = make_office(), make_office()
    version = begun(office)
    with pytest.raises(MissingError):
        withdraw_draft(version_id=version.pk, actor=other.dispatcher.actor, at=MONDAY)


def test_supports_come_with_the_lead_that_the_list_names():
    office = make_office()
    version = begun(office)
    helping = (SupportDraft(office.committee.pk, (2, "working_days")), SupportDraft(office.front_desk.pk))
    change_lamp(office, version, office.lighting, supports=helping)
    submit_draft(version_id=version.pk, effective_on=TODAY, actor=office.dispatcher.actor, at=MONDAY)
    approve(office, version)
    choice = lead_for(matter=office.lamp, spot=spot_of(office), on=TODAY)
    found = {each.department: each.limit_amount for each in choice.supports}
    assert found == {office.committee: 2, office.front_desk: None}
    assert begun(office).lines.get(matter=office.lamp).supports.count() == 2


def test_a_line_for_one_level_holds_for_orders_of_that_level():
    office = make_office()
    entry = make_entry(office.lamp, office.committee)
    ResponsibilityEntry.objects.filter(pk=entry.pk).update(level="emergency")
    spot = spot_of(office)
    leads = [
        lead_for(matter=office.lamp, spot=spot, on=TODAY, level=level).department
        for level in ("emergency", "normal", None)
    ]
    assert leads == [office.committee, office.lighting, office.lighting]


def test_a_draft_can_be_tried_against_any_past():
    office = make_office()
    version = begun(office)
    change_lamp(office, version, office.committee)
    entries = entries_of_draft(version)
    place = Place(str(office.street.pk), str(office.community.pk))
    choice = choose_department(
        entries, matter=str(office.lamp.pk), place=place, on=TODAY - timedelta(days=900)
    )
    assert choice.entry is not None
    assert choice.entry.department == str(office.committee.pk)


def test_lines_from_a_file_come_in_together_or_not_at_all():
    office = make_office()
    version = begun(office)
    hand = {"version_id": version.pk, "actor": office.dispatcher.actor, "at": MONDAY}
    good = LineDraft(office.lamp.pk, office.lighting.pk, basis="新依据")
    with pytest.raises(InvalidError):
        bring_lines(
            drafts=[good, LineDraft(office.lamp.pk, make_office().lighting.pk)], drop_others=False, **hand
        )
    assert not version.lines.filter(basis="新依据").exists()
    bring_lines(drafts=[good], drop_others=True, **hand)
    assert [line.basis for line in version.lines.all()] == ["新依据"]


def test_every_deed_on_a_version_is_told():
    office = make_office()
    approve(office, submitted(office, office.committee))
    verbs = (
        AuditEntry.objects.filter(verb__startswith="organisation.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "organisation.draft_begun",
        "organisation.line_kept",
        "organisation.draft_submitted",
        "organisation.draft_approved",
    ]
