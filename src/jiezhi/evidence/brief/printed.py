"""What goes into the evidence of an order: facts, laws, words, deeds, replies, callbacks, pictures; no private data."""

import hashlib
import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from jiezhi.concerns.behind import concerns_behind, superiors_behind
from jiezhi.concerns.queries import pictures_behind
from jiezhi.evidence.brief.handling import clocks, deeds, facts, grounds, support_line
from jiezhi.evidence.brief.lines import Line, Pair, Section, Wanted, fit, fit_lines, fit_pairs
from jiezhi.evidence.brief.parts import sections_of
from jiezhi.evidence.brief.shots import Shot, shots
from jiezhi.evidence.brief.voices import (
    above_line,
    callback_lines,
    counted_line,
    exclusion_line,
    replies,
    words,
)
from jiezhi.evidence.models import EvidencePack
from jiezhi.evidence.queries import callbacks_above, counted_above, exclusions_of
from jiezhi.kit.actor import system_job
from jiezhi.workorders.queries import pictures_of
from jiezhi.workorders.supports import supports_of

_TABLES = ("words", "deeds", "supports", "replies", "callbacks", "above", "exclusions")


@dataclass
class Brief:
    """Everything that the document prints."""

    title: str
    office: str
    facts: list[Pair]
    clocks: list[Pair]
    grounds: list[str]
    words: list[Line]
    deeds: list[Line]
    supports: list[Line]
    replies: list[Line]
    callbacks: list[Line]
    above: list[Line]
    exclusions: list[Line]
    sections: list[Section]
    shots: list[Shot]
    images: dict[str, bytes] = field(default_factory=dict)

    def printed(self) -> dict[str, object]:
        """Give what is printed, as plain values."""
        return {
            "title": self.title,
            "office": self.office,
            "facts": fit_pairs(self.facts),
            "clocks": fit_pairs(self.clocks),
            "grounds": [fit(ground) for ground in self.grounds],
            **{name: [vars(line) for line in fit_lines(getattr(self, name))] for name in _TABLES},
            "sections": [
                {
                    "title": part.title,
                    "facts": fit_pairs(part.facts),
                    "lines": [vars(line) for line in fit_lines(part.lines)],
                }
                for part in self.sections
            ],
            "shots": [vars(shot) for shot in self.shots],
        }

    def digest(self) -> str:
        """Give the SHA-256 of what is printed: the same for the same facts, whenever the document is made."""
        written = json.dumps(self.printed(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()


def brief_of(pack: EvidencePack) -> Brief:
    """Gather the evidence of an order as it stands now."""
    order = pack.order
    # This reader sees the whole street, but only what whoever asked could see is told: its rows stand on the pack.
    reader = system_job("evidence.make_pack", sub_district_id=pack.sub_district_id, permissions=frozenset())
    concerns = concerns_behind(order)
    superiors = superiors_behind(concerns)
    pictures = [*shots(pictures_of(order), _("of the handling"))]
    if pack.with_words:
        pictures += shots(pictures_behind(concerns), _("of the request"))
    supports = supports_of(order)
    return Brief(
        title=_("Evidence of work order %(number)s") % {"number": order.number},
        office=order.sub_district.name,
        facts=facts(order),
        clocks=clocks(order, superiors),
        grounds=grounds(order),
        words=words(concerns) if pack.with_words else [],
        deeds=deeds(order, supports),
        supports=[support_line(row) for row in supports],
        replies=replies(order, superiors),
        callbacks=[
            line for concern in concerns for line in callback_lines(concern, with_words=pack.with_words)
        ],
        above=[
            *(above_line(row, with_words=pack.with_words) for row in callbacks_above(superiors)),
            *(counted_line(row, with_words=pack.with_words) for row in counted_above(superiors)),
        ],
        exclusions=[exclusion_line(row) for row in exclusions_of(order)],
        sections=sections_of(Wanted(reader, order, pack.asked_at), pack.parts),
        shots=[shot for shot, _image in pictures],
        images={shot.file: image for shot, image in pictures if image is not None},
    )
