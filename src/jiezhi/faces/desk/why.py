"""Why can this person see that: the chain of rules in words, or what is missing and who could give it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiezhi.concerns.permissions import READ
from jiezhi.concerns.queries import area_of_concern
from jiezhi.kit.access import all_permissions
from jiezhi.kit.actor import Actor
from jiezhi.kit.ui.navigation import all_entries
from jiezhi.organisation.models import PostHolding
from jiezhi.organisation.permissions import GRANT_POSTS
from jiezhi.organisation.queries import Colleague, roles_of, staff_actor
from jiezhi.organisation.staff import staff_of_street
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import Area, area_of_order


@dataclass(frozen=True)
class Link:
    """One link of the chain: a rule, and whether it holds."""

    holds: bool
    words: str


@dataclass(frozen=True)
class Answer:
    """Whether somebody sees something, and the chain that says why."""

    what: str
    links: list[Link]

    @property
    def sees(self) -> bool:
        """Whether every link of the chain holds."""
        return all(link.holds for link in self.links)


def page_choices() -> list[tuple[str, str]]:
    """Give the pages that can be asked about: every entry of every navigation that needs a permission."""
    return [(f"{entry.face}:{entry.key}", str(entry.label)) for entry in all_entries() if entry.permission]


def why_page(actor: Actor, colleague: Colleague, page: str, *, on: date) -> Answer | None:
    """Say why a person can open a page; None for a page that there is not."""
    entry = next((entry for entry in all_entries() if f"{entry.face}:{entry.key}" == page), None)
    if entry is None or not entry.permission:
        return None
    links = [*_account_links(actor, colleague, on), _permission_link(actor, colleague, entry.permission, on)]
    return Answer(str(entry.label), links)


def why_number(actor: Actor, colleague: Colleague, number: str, *, on: date) -> list[Answer]:
    """Say why a person can read the order and the request of a number; nothing when there is neither."""
    found = (
        (_("Work order %(number)s"), VIEW.code, area_of_order(actor.tenant_id, number)),
        (_("Request %(number)s"), READ.code, area_of_concern(actor.tenant_id, number)),
    )
    return [
        Answer(
            words % {"number": number},
            [
                *_account_links(actor, colleague, on),
                _permission_link(actor, colleague, code, on),
                _area_link(colleague.in_force(on), area),
            ],
        )
        for words, code, area in found
        if area is not None
    ]


def _account_links(actor: Actor, colleague: Colleague, on: date) -> list[Link]:
    links = []
    if not colleague.user.is_active:
        links.append(Link(holds=False, words=_("The account is closed. A keeper of accounts can open it.")))
    acting = staff_actor(user_id=colleague.user.pk, on=on)
    if acting and acting.sub_district_id != actor.sub_district_id:
        words = _("The newest post is in another street, and the person acts there.")
        links.append(Link(holds=False, words=words))
    return links


def _permission_link(actor: Actor, colleague: Colleague, code: str, on: date) -> Link:
    label = next((str(declared.label) for declared in all_permissions() if declared.code == code), code)
    giving = [holding for holding in colleague.in_force(on) if code in holding.post.role.permissions]
    if giving:
        return Link(holds=True, words=_giving_words(giving[0], label))
    roles = [role.name for role in roles_of(actor) if code in role.permissions]
    givers = staff_of_street(actor.tenant_id, allowed=GRANT_POSTS, on=on)
    words = _(
        "No post in force includes the permission “%(permission)s”. Roles that include it: %(roles)s. A post of such a "
        "role is given by: %(givers)s."
    ) % {
        "permission": label,
        "roles": _listed(roles),
        "givers": _listed([giver.name for giver in givers]),
    }
    return Link(holds=False, words=words)


def _giving_words(holding: PostHolding, label: str) -> str:
    return _(
        "Post “%(post)s” in %(department)s since %(since)s → role “%(role)s” → permission “%(permission)s”."
    ) % {
        "post": holding.post.title,
        "department": holding.post.department.name,
        "since": holding.since_on.isoformat(),
        "role": holding.post.role.name,
        "permission": label,
    }


def _area_link(in_force: Sequence[PostHolding], area: Area) -> Link:
    for holding in in_force:
        words = _reaching_words(holding, area)
        if words:
            return Link(holds=True, words=words)
    words = _(
        "It lies in %(community)s and is led by %(lead)s. The posts reach only: %(reached)s. A post there, or one "
        "whose role reaches the whole street, would show it."
    ) % {
        "community": area.community_name or _("no community"),
        "lead": area.lead_name or _("no department yet"),
        "reached": _listed(sorted({holding.post.department.name for holding in in_force})),
    }
    return Link(holds=False, words=words)


def _reaching_words(holding: PostHolding, area: Area) -> str:
    post, department = holding.post, holding.post.department
    if post.role.sees_whole_street:
        return _("Area: the role “%(role)s” of the post “%(post)s” reaches the whole street.") % {
            "role": post.role.name,
            "post": post.title,
        }
    if area.lead_id == department.pk:
        return _("Area: it is led by %(department)s, where the post “%(post)s” is.") % {
            "department": department.name,
            "post": post.title,
        }
    if area.community_id and area.community_id == department.community_id:
        return _(
            "Area: it lies in %(community)s, for which %(department)s works with the post “%(post)s”."
        ) % {
            "community": area.community_name,
            "department": department.name,
            "post": post.title,
        }
    return ""


def _listed(names: Sequence[str]) -> str:
    return "、".join(names) or _("nobody and nothing")
