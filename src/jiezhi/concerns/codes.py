"""Query codes: 80 bits that only the reporter holds; we keep a keyed digest.

The code is derived from the form's own key, so the same form sent twice shows the same code again.
"""

from uuid import UUID

from jiezhi.concerns.permissions import FOLLOW
from jiezhi.core.numbers import crockford, normalise_code
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.vault import blind_index, derive_code
from jiezhi.workorders.permissions import FINISH

CODE_BYTES = 10
"""80 bits: an anonymous request needs nothing besides its code."""


def code_for(submission_key: UUID) -> str:
    """Give the 16 characters that belong to a form."""
    return crockford(derive_code(str(submission_key), purpose="concerns.query_code", size=CODE_BYTES))


def digest_of(code: str) -> str:
    """Give the digest under which a code is stored, whatever its spacing and case."""
    return blind_index(normalise_code(code), column="concerns.Concern.code")


def phone_index_of(phone: str) -> str:
    """Give the digest by which the requests of one telephone number are found."""
    return blind_index(phone, column="concerns.Concern.phone")


def code_holder(*, sub_district_id: UUID, code_digest: str) -> Actor:
    """Give the actor who holds the code of one request."""
    return Actor(
        kind=ActorKind.CODE_HOLDER,
        id=code_digest[:32],
        sub_district_id=sub_district_id,
        permissions=frozenset({FOLLOW.code, FINISH.code}),
    )
