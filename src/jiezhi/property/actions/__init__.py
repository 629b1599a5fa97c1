"""Everything that can be done about property companies and owners, one verb a function."""

from jiezhi.property.actions.answering import CompanyAnswer, answer_with_code, record_answer
from jiezhi.property.actions.calling import (
    ask_company,
    confirm_duty,
    note_late_call,
    withdraw_call,
)
from jiezhi.property.actions.contracts import (
    ContractDraft,
    end_contract,
    enter_contract,
    import_contracts,
)
from jiezhi.property.actions.registers import (
    end_committee,
    end_duty,
    enter_committee,
    enter_company,
    enter_duty,
    take_back_committee,
)
from jiezhi.property.actions.voting import VoteDraft, record_vote, void_vote

__all__ = [
    "CompanyAnswer",
    "ContractDraft",
    "VoteDraft",
    "answer_with_code",
    "ask_company",
    "confirm_duty",
    "end_committee",
    "end_contract",
    "end_duty",
    "enter_committee",
    "enter_company",
    "enter_contract",
    "enter_duty",
    "import_contracts",
    "note_late_call",
    "record_answer",
    "record_vote",
    "take_back_committee",
    "void_vote",
    "withdraw_call",
]
