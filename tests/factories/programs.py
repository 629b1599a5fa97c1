"""Programs that a keeper let in, and clients that show their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from django.test import Client

from jiezhi.gateway.clients.actions import ProgramDraft, issue_token, register_program
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.models import Program, ProgramToken
from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.gateway.webhooks.models import EventSubscription, Letter
from jiezhi.organisation.models import Department
from tests.factories.offices import Office

_serial = count(1)


@dataclass(frozen=True)
class LetIn:
    """A program with a token that opens the door."""

    program: Program
    token: ProgramToken
    shown: str

    @property
    def client(self) -> Client:
        """A client that shows the token with every call."""
        return Client(headers={"Authorization": f"Bearer {self.shown}", "Accept": "application/json"})


def dead_letter(let_in: LetIn) -> Letter:
    """A message to the program that was given up."""
    street, at = let_in.program.sub_district, datetime.now(UTC)
    subscription = EventSubscription.objects.create(
        sub_district=street,
        program=let_in.program,
        url="https://hook.example/in",
        kinds=[EventKind.ORDER_CLOSED.value],
        key="whsec_demonstration",
        begun_at=at,
    )
    return Letter.objects.create(
        sub_district=street,
        subscription=subscription,
        kind=EventKind.ORDER_CLOSED,
        facts={"number": "GD20261102-0001"},
        written_at=at,
        state=LetterState.DEAD,
        tries=8,
        last_answer="HTTP 500",
    )


def make_program(
    office: Office,
    scopes: Sequence[ProgramScope] = tuple(ProgramScope),
    *,
    department: Department | None = None,
    sees_whole_street: bool = False,
    calls_a_minute: int = 1000,
    networks: Sequence[str] = (),
) -> LetIn:
    """A program that acts for the lighting department unless another is named."""
    by = {"actor": office.dispatcher.actor, "at": datetime.now(UTC)}
    draft = ProgramDraft(
        name=f"演示程序{next(_serial)}",
        purpose="演示",
        scopes=scopes,
        department_id=(department or office.lighting).pk,
        sees_whole_street=sees_whole_street,
        calls_a_minute=calls_a_minute,
    )
    program = register_program(draft=draft, **by)
    issued = issue_token(
        program_id=program.pk,
        scopes=scopes,
        expires_at=datetime.now(UTC) + timedelta(days=30),
        networks=networks,
        **by,
    )
    return LetIn(program, issued.token, issued.shown)
