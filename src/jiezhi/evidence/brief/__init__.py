"""What goes into the evidence of an order: a module for each noun of it, and the whole in `printed`."""

from jiezhi.evidence.brief.printed import Brief, brief_of

__all__ = ["Brief", "brief_of"]
