"""Who acts, as plain values: ids, permission codes and the area they reach."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of hand is behind a deed."""

    STAFF = "staff"
    CODE_HOLDER = "code_holder"
    VISITOR = "visitor"
    DEVICE = "device"
    JOB = "job"
    PROGRAM = "program"


@dataclass(frozen=True)
class Scope:
    """The part of a sub-district that an actor reaches.

    `whole` means everything in the sub-district; otherwise the named departments and communities.
    """

    whole: bool = False
    department_ids: frozenset[UUID] = frozenset()
    community_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Who acts: never None, never a model instance.

    Args:
        kind: Staff, holder of a query code, visitor, device, system job or program of others.
        id: Opaque id within the kind (user id, digest of the code, name of the job, id of the program).
        sub_district_id: The tenant; None only for jobs that serve all tenants.
        permissions: Codes such as `workorders:dispatch`.
        scope: The area within the tenant.
        label: What a history shows: department and post, never a person's name.
        department_id: The department whose work the actor does, if any.
    """

    kind: ActorKind
    id: str
    sub_district_id: UUID | None
    permissions: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)
    label: str = ""
    department_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        """Whether a signed-in member of staff stands behind the deed."""
        return self.kind is ActorKind.STAFF

    @property
    def tenant_id(self) -> UUID:
        """The sub-district, for code that cannot run without one."""
        if self.sub_district_id is None:
            raise LookupError(f"the actor {self.kind}:{self.id} belongs to no sub-district")
        return self.sub_district_id

    def may(self, code: str) -> bool:
        """Whether the permission is held; the reason for a refusal is given by `kit.access.require`."""
        return code in self.permissions

    def lent(self, *codes: str) -> "Actor":
        """Give the same hand with permissions that the deed under way brings along.

        For a deed of one app that does its work through another: who may keep minutes may assign the work they
        speak of, without being a dispatcher besides. Lend after the deed's own permission has been required.
        """
        return replace(self, permissions=self.permissions | set(codes))


@dataclass(frozen=True)
class OriginRef:
    """Where a piece of work came from, as plain values that a face resolves to a link.

    Args:
        kind: `app.noun`, such as `concerns.concern`.
        id: The id there.
    """

    kind: str
    id: UUID


def system_job(name: str, *, sub_district_id: UUID | None, permissions: frozenset[str]) -> Actor:
    """Give the actor that stands for a background job of ours."""
    return Actor(
        kind=ActorKind.JOB,
        id=name,
        sub_district_id=sub_district_id,
        permissions=permissions,
        scope=Scope(whole=True),
        label=name,
    )
