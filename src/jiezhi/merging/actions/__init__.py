"""Everything that can be done about duplicates, one verb a function."""

from jiezhi.merging.actions.deciding import decide_pair, merge_orders, propose_pairs, undo_merge
from jiezhi.merging.actions.joining import report_known
from jiezhi.merging.actions.ruling import RulesDraft, change_rules

__all__ = [
    "RulesDraft",
    "change_rules",
    "decide_pair",
    "merge_orders",
    "propose_pairs",
    "report_known",
    "undo_merge",
]
