"""What comes in: residents' words, their callbacks, and orders from above."""

from jiezhi.concerns.models.concern import Callback, Concern, ConcernMove, Exchange
from jiezhi.concerns.models.proxy import ElderMonth, ProxyEntry
from jiezhi.concerns.models.reading import Classifier, DispatchSwitch, HotIssue
from jiezhi.concerns.models.rights import PrivacyRight
from jiezhi.concerns.models.superior import Objection, RefusedOrder, SuperiorOrder, SuperiorSource
from jiezhi.concerns.models.words import ConcernWords

__all__ = [
    "Callback",
    "Classifier",
    "Concern",
    "ConcernMove",
    "ConcernWords",
    "DispatchSwitch",
    "ElderMonth",
    "Exchange",
    "HotIssue",
    "Objection",
    "PrivacyRight",
    "ProxyEntry",
    "RefusedOrder",
    "SuperiorOrder",
    "SuperiorSource",
]
