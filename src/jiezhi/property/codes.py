"""The code with which a property company answers once: 80 bits that follow from the call, so that nothing is kept."""

from uuid import UUID

from jiezhi.core.numbers import crockford, normalise_code
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.vault import blind_index, derive_code
from jiezhi.property.permissions import ANSWER

CODE_BYTES = 10
"""80 bits, as the codes of anonymous requests have: nobody guesses one of them."""


def code_of_call(call_id: UUID) -> str:
    """Give the 16 characters that open a call."""
    return crockford(derive_code(str(call_id), purpose="property.answer_code", size=CODE_BYTES))


def digest_of_code(code: str) -> str:
    """Give the digest under which a code is stored, whatever its spacing and case."""
    return blind_index(normalise_code(code), column="property.CompanyCall.code")


def company_with_code(*, sub_district_id: UUID, digest: str) -> Actor:
    """Give the actor who holds the code of one call."""
    return Actor(
        kind=ActorKind.CODE_HOLDER,
        id=digest,
        sub_district_id=sub_district_id,
        permissions=frozenset({ANSWER.code}),
    )
