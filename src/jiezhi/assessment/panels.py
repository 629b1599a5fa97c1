"""What assessment gives to the pages of others: the superior's verdicts, to the evidence of an order."""

from jiezhi.assessment.queries import verdicts_counted
from jiezhi.evidence.queries import register_counting

register_counting(verdicts_counted)
