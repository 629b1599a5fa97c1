"""Everything that can be done with chained approvals, one verb a function."""

from jiezhi.chains.actions.passing import pass_chain_on, take_step_up_again
from jiezhi.chains.actions.starting import ChainDraft, start_chain
from jiezhi.chains.actions.templating import StepDraft, enter_template, retire_template

__all__ = [
    "ChainDraft",
    "StepDraft",
    "enter_template",
    "pass_chain_on",
    "retire_template",
    "start_chain",
    "take_step_up_again",
]
