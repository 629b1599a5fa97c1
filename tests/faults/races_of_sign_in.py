"""What opens once: the same code given twelve times at once, a recovery approved, a slip used, wrong tries counted."""

from datetime import UTC, datetime
from uuid import UUID

from jiezhi.accounts.actions import (
    EntryTry,
    choose_password,
    enter,
    give_code,
    issue_slip,
    make_user,
    turn_on_factor,
)
from jiezhi.accounts.choices import EntryPurpose, Factor
from jiezhi.accounts.factors import code_at, new_secret
from jiezhi.accounts.models import EntryCode, RecoveryCode, SecondFactor, SignInTries
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.models import AuditEntry
from jiezhi.organisation.actions import approve_recovery, ask_recovery
from jiezhi.organisation.models import AccountRecovery, OfficeMember, PostHolding
from jiezhi.organisation.queries import staff_actor
from tests.faults.deeds import actor_of_role

Ends = str
VISITOR = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=None)
WON, HELD = "won", "held"


def _person(name: str) -> Actor:
    keeper, at = actor_of_role("account_keeper"), datetime.now(UTC)
    user = make_user(username=name, name="演示", email="", actor=keeper, at=at)
    OfficeMember.objects.create(sub_district_id=keeper.tenant_id, user=user, entered_at=at)
    return Actor(kind=ActorKind.STAFF, id=str(user.pk), sub_district_id=keeper.sub_district_id)


def _with_telephone(name: str) -> tuple[Actor, str, list[str]]:
    person, secret, at = _person(name), new_secret(), datetime.now(UTC)
    codes = turn_on_factor(secret=secret, code=code_at(secret, at=at), actor=person, at=at)
    SecondFactor.objects.filter(pk=person.id).update(last_step=0)
    return person, secret, codes


def _give(person: Actor, code: str) -> str:
    factor = give_code(user_id=UUID(person.id), code=code, actor=VISITOR, at=datetime.now(UTC))
    return WON if factor is not Factor.NONE else HELD


def same_digits(number: int):
    person, secret, _codes = _with_telephone(f"digits-{number}")
    code = code_at(secret, at=datetime.now(UTC))
    entries = AuditEntry.objects.filter(verb="accounts.signed_in", subject_id=person.id)
    return lambda _process: _give(person, code), lambda: {"signed_in": entries.count()}


def same_paper_code(number: int):
    person, _secret, codes = _with_telephone(f"paper-{number}")
    used = RecoveryCode.objects.filter(user_id=person.id).exclude(used_at=None)
    return lambda _process: _give(person, codes[0]), lambda: {"used": used.count()}


def approve_recovery_at_once(number: int):
    person = _person(f"lost-{number}")
    holdings = PostHolding.objects.filter(post__role__code="account_keeper").order_by("pk")
    keepers = [staff_actor(user_id=row.user_id, on=datetime.now(UTC).date()) for row in holdings]
    recovery = ask_recovery(
        user_id=UUID(person.id), reason="手机丢失", actor=keepers[0], at=datetime.now(UTC)
    )

    def deed(_process: int) -> Ends:
        approve_recovery(recovery_id=recovery.pk, actor=keepers[1], at=datetime.now(UTC))
        return WON

    def look() -> dict:
        approved = AccountRecovery.objects.filter(pk=recovery.pk, state="approved").count()
        return {"approved": approved, "slips": EntryCode.objects.filter(user_id=person.id).count()}

    return deed, look


def same_slip(number: int):
    person, at = _person(f"slip-{number}"), datetime.now(UTC)
    issue_slip(user_id=UUID(person.id), purpose=EntryPurpose.INVITATION, actor=VISITOR, at=at)
    slip = EntryCode.objects.get(user_id=person.id)

    def deed(_process: int) -> Ends:
        choose_password(entry_code_id=slip.pk, password_hash="!", actor=VISITOR, at=datetime.now(UTC))
        return WON

    chosen = AuditEntry.objects.filter(verb="accounts.password_chosen", subject_id=person.id)
    return deed, lambda: {"chosen": chosen.count()}


def wrong_tries(number: int):
    SignInTries.objects.all().delete()

    def deed(process: int) -> Ends:
        tried = EntryTry(f"name-{process % 3}", f"10.0.0.{number}", "", None, is_right=False)
        enter(tried=tried, actor=VISITOR, at=datetime.now(UTC))
        return WON

    return deed, lambda: {"counts": sorted(SignInTries.objects.values_list("wrong", flat=True))}


SIGN_IN_RACES = (same_digits, same_paper_code, approve_recovery_at_once, same_slip, wrong_tries)
