"""Opening the desk from another platform: set the terms, link a person, end a link, use a launch."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.accounts.actions import enter_by_provider
from jiezhi.accounts.choices import Entry
from jiezhi.accounts.models import User
from jiezhi.accounts.queries import find_user
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import get_program, program_actor
from jiezhi.gateway.launch.errors import LaunchRefusedError
from jiezhi.gateway.launch.models import LaunchLink, LaunchTerms, SpentLaunch
from jiezhi.gateway.launch.queries import audience_of, find_terms, held_by_keepers, own_link, person_index
from jiezhi.gateway.launch.tokens import BadLaunchError, ReadLaunch, is_public_key, issuer_of, read_launch
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.vault import blind_index
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import NoticeGroup
from jiezhi.notices.kinds import notice_kind
from jiezhi.organisation.queries import staff_member

PROGRAM, OWN_LINK = "clients.program", "launch.link"
ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::\d{1,5})?")
LINKED = notice_kind(
    "launch.linked",
    gettext_lazy(
        "“%(program)s” is to open the desk in your name. It does so only once you agree; "
        "if you did not ask for it, refuse."
    ),
    NoticeGroup.ACCOUNT,
)


@dataclass(frozen=True)
class Opened:
    """Who comes in, on which terms, and whether a second factor of ours has to follow."""

    user: User
    terms: LaunchTerms
    is_strong: bool
    entry: Entry


@action
def keep_terms(
    *,
    program_id: UUID,
    public_key: str,
    frame_origin: str,
    does_second_factor: bool,
    actor: Actor,
    at: datetime,
) -> LaunchTerms:
    """Set how a program may open the desk.

    Raises:
        InvalidError: The key is not Ed25519 in PEM, or the origin is not one.
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = get_program(actor, program_id)
    if not is_public_key(public_key):
        raise InvalidError(_("This is not an Ed25519 public key in PEM. Ask the platform's makers for one."))
    if frame_origin and not ORIGIN.fullmatch(frame_origin):
        raise InvalidError(_("Write the origin as https://host, without a path."))
    terms, _is_new = LaunchTerms.objects.update_or_create(
        program=program,
        defaults={
            "sub_district_id": program.sub_district_id,
            "public_key": public_key,
            "frame_origin": frame_origin,
            "does_second_factor": does_second_factor,
        },
    )
    audit.record(
        "launch.terms_kept",
        kind=PROGRAM,
        id=program.pk,
        facts={"frame_origin": frame_origin, "does_second_factor": does_second_factor},
    )
    return terms


@action
def link_person(*, program_id: UUID, person: str, username: str, actor: Actor, at: datetime) -> LaunchLink:
    """Say which user a person of the platform is; it opens nothing before that user has agreed.

    Raises:
        InvalidError: The user has no post in this street or is a keeper, or the person is linked already.
        MissingError: The street has no such program.
    """
    require(actor, KEEP_PROGRAMS)
    program = get_program(actor, program_id)
    user = find_user(username.strip())
    member = staff_member(user_id=user.pk, on=timezone.localdate(at)) if user else None
    if user is None or member is None or member.actor.sub_district_id != actor.tenant_id:
        raise InvalidError(_("Nobody with this user name holds a post in this street. Check the name."))
    if held_by_keepers(member.actor):
        raise InvalidError(
            _(
                "Whoever keeps accounts, posts or programs or reads the audit signs in here and with their own second "
                "factor: another platform must not be able to act in their name. Link other people."
            )
        )
    index = person_index(program.pk, person.strip())
    hold(f"launch.link:{program.pk}:{index}")
    links = LaunchLink.objects.filter(
        sub_district_id=actor.tenant_id, program=program, external_index=index, ended_at=None
    )
    if not person.strip() or links.exists():
        raise InvalidError(_("This person is linked already. End that link first."))
    link = LaunchLink.objects.create(
        sub_district_id=actor.tenant_id, program=program, external_index=index, user=user, linked_at=at
    )
    audit.record("launch.person_linked", kind=PROGRAM, id=program.pk, facts={"user_id": str(user.pk)})
    about, facts = OriginRef(OWN_LINK, link.pk), {"program": program.name}
    tell_staff(readers=[user], kind=LINKED, about=about, facts=facts, actor=actor, at=at)
    return link


@action
def confirm_own_link(*, link_id: UUID, actor: Actor, at: datetime) -> LaunchLink:
    """Agree that a platform opens the desk in one's own name.

    Raises:
        MissingError: There is no such link to oneself.
    """
    link = own_link(actor, link_id, lock=True)
    if link.confirmed_at is None:
        link.confirmed_at = at
        link.save(update_fields=["confirmed_at"])
    audit.record("launch.link_confirmed", kind=PROGRAM, id=link.program_id, facts={"link_id": str(link_id)})
    return link


@action
def end_own_link(*, link_id: UUID, actor: Actor, at: datetime) -> None:
    """Refuse it, or agree no longer; sessions that it opened end with it.

    Raises:
        MissingError: There is no such link to oneself.
    """
    link = own_link(actor, link_id, lock=True)
    link.ended_at = at
    link.save(update_fields=["ended_at"])
    audit.record("launch.link_ended", kind=PROGRAM, id=link.program_id, facts={"link_id": str(link_id)})


@action
def end_link(*, program_id: UUID, link_id: UUID, actor: Actor, at: datetime) -> None:
    """End a link: the platform no longer opens the desk in that person's name.

    Raises:
        MissingError: The program has no such link.
    """
    require(actor, KEEP_PROGRAMS)
    links = LaunchLink.objects.filter(sub_district_id=actor.tenant_id, program_id=program_id, ended_at=None)
    if not links.filter(pk=link_id).update(ended_at=at):
        raise MissingError(_("This program has no such link."))
    audit.record("launch.link_ended", kind=PROGRAM, id=program_id, facts={"link_id": str(link_id)})


@action
def use_launch(*, token: str, actor: Actor, at: datetime) -> Opened:
    """Let the person come in whom a launch names, once.

    It counts as a sign-in with a second factor where the platform says that it asked for one, in this launch, and a
    keeper of the street has allowed to believe it. Otherwise a person who has one here is asked for it.

    Raises:
        LaunchRefusedError: The launch is not good, was used, or names nobody who may come in.
    """
    try:
        terms = _terms(issuer_of(token))
        read = _read(token, terms, at=at)
        user = _named(read, terms, at=at)
    except BadLaunchError:
        raise LaunchRefusedError(
            _(
                "The desk could not be opened from there: the launch is not good, was used already or is older than "
                "a minute. Go back and open it again, or sign in here with your password."
            )
        ) from None
    by = program_actor(terms.program)
    is_strong = terms.does_second_factor and read.has_second_factor
    audit.record(
        "launch.opened",
        kind="accounts.user",
        id=user.pk,
        facts={"program_id": by.id, "has_second_factor": is_strong},
    )
    entry = enter_by_provider(user_id=user.pk, is_strong=is_strong, actor=actor, at=at)
    return Opened(user, terms, is_strong, entry)


def _terms(program_id: UUID) -> LaunchTerms:
    terms = find_terms(program_id)
    if terms is None:
        raise BadLaunchError("no such program")
    return terms


def _read(token: str, terms: LaunchTerms, *, at: datetime) -> ReadLaunch:
    program = terms.program
    read = read_launch(
        token,
        public_key=terms.public_key,
        program_id=program.pk,
        audience=audience_of(program),
        at=at,
    )
    digest = blind_index(read.launch_id, column="launch.SpentLaunch.id")
    hold(f"launch.spent:{program.pk}:{digest}")
    spent = SpentLaunch.objects.filter(
        sub_district_id=program.sub_district_id, program_id=program.pk, launch_digest=digest
    )
    if spent.exists():
        raise BadLaunchError("used")
    SpentLaunch.objects.create(
        sub_district_id=program.sub_district_id,
        program_id=program.pk,
        launch_digest=digest,
        expires_at=datetime.fromtimestamp(read.expires_s, UTC),
    )
    return read


def _named(read: ReadLaunch, terms: LaunchTerms, *, at: datetime) -> User:
    program = terms.program
    links = LaunchLink.objects.filter(
        sub_district_id=program.sub_district_id,
        program=program,
        external_index=person_index(program.pk, read.person),
        ended_at=None,
        confirmed_at__isnull=False,
    )
    link = links.select_related("user").first()
    if link is None or not link.user.is_active:
        raise BadLaunchError("nobody")
    member = staff_member(user_id=link.user_id, on=timezone.localdate(at))
    if member is None or member.actor.sub_district_id != program.sub_district_id:
        raise BadLaunchError("no post in this street")
    if held_by_keepers(member.actor):
        raise BadLaunchError("a keeper")
    return link.user
