"""Reads of the audit's chains as a whole: a walk over them, and what earlier walks found."""

from jiezhi.kit.sealing import CHAINS
from jiezhi.witness.choices import Finding
from jiezhi.witness.heads import BEGINNING, Head, HeadFault, PutBack, current_heads, look_through
from jiezhi.witness.models import ChainCheck


def walk_chains() -> ChainCheck:
    """Walk both chains from the first row, along the heads outside and to where earlier walks ended; nothing is kept.

    Heads outside are noted every minute while a worker runs. Where they are missing, what the last whole walk ended
    at still tells that the deeds have lost their tail.
    """
    number, head = current_heads()["deeds"]
    faults, put_back = look_through()
    fault = faults[0] if faults else _lost_since(last_whole_check(), (number, head))
    check = ChainCheck(number=number, head=head if number else "")
    if fault is not None:
        check.finding, check.chain, check.fault_number = fault.finding, fault.chain, fault.number
    if put_back is not None:
        _tell_of(put_back, check)
    return check


def _lost_since(before: ChainCheck | None, ends: Head) -> HeadFault | None:
    if before is None or not before.number:
        return None
    row = CHAINS["deeds"]._default_manager.filter(chain_number=before.number).first()
    if row is not None and row.chain_hash == before.head:
        return None
    if row is None:
        return HeadFault("deeds", Finding.CUT, min(ends[0] + 1, before.number))
    return HeadFault("deeds", Finding.REMADE, before.number)


def _tell_of(put_back: PutBack, check: ChainCheck) -> None:
    check.put_back_at, check.put_back_by = put_back.at, put_back.confirmed_by[:64]
    kept, until = put_back.kept.get("deeds", BEGINNING)[0], put_back.until.get("deeds", BEGINNING)[0]
    if until > kept:
        check.given_up_from, check.given_up_until = kept + 1, until


def last_check() -> ChainCheck | None:
    """Give the newest walk that was kept, or None before the first."""
    return ChainCheck.objects.order_by("-at", "-id").first()


def last_whole_check() -> ChainCheck | None:
    """Give the newest walk that found the chains whole: what a later one must still find."""
    return ChainCheck.objects.filter(finding=Finding.WHOLE).order_by("-at", "-id").first()
