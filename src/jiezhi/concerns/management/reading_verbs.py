"""Verbs of `./jiezhi concerns` that read texts: train, evaluate, hot."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.hot import ranked
from jiezhi.concerns.learning import (
    adopt_for_street,
    evaluate,
    learn_for_street,
    learn_to,
    own_labelled,
    without_kept_back,
)
from jiezhi.concerns.permissions import IMPORT
from jiezhi.concerns.text_files import ToldMessage, labelled_of, told_of
from jiezhi.core.heat import Voice, heat_of
from jiezhi.engine.text.clusters import clusters_of
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.reading import Workbook, read_table
from jiezhi.kit.actor import Actor, system_job
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.places.queries import all_sub_districts, sub_district_by_slug

if TYPE_CHECKING:
    from jiezhi.engine.text.training import Learnt

Write = Callable[[str], object]
SHOWN = 10
COLUMNS = ("message_id", "cluster_id", "rank", "heat")


def add_reading_verbs(verbs: Any) -> None:
    """Add the verbs to the parser of the command."""
    train: CommandParser = verbs.add_parser(
        "train",
        help="learn to tell matters apart from a file of labelled texts, or from the street's own requests",
    )
    train.add_argument("file", type=Path, nargs="?", help="without it: what the street's own people decided")
    train.add_argument("--out", type=Path, help="write the model there and keep nothing in the database")
    train.add_argument("--street", default="", help="short name of the street; not needed where there is one")
    adopt: CommandParser = verbs.add_parser("adopt", help="keep a model that was learnt on another machine")
    adopt.add_argument("folder", type=Path)
    adopt.add_argument("--street", default="", help="short name of the street; not needed where there is one")
    trial: CommandParser = verbs.add_parser(
        "evaluate", help="learn from one file, read another, and print one line of JSON"
    )
    trial.add_argument("--train", dest="learn_from", type=Path, required=True)
    trial.add_argument("--test", dest="read", type=Path, required=True)
    hot: CommandParser = verbs.add_parser(
        "hot", help="put messages of a file together that speak of the same thing"
    )
    hot.add_argument("file", type=Path)
    hot.add_argument("--out", type=Path, required=True, help="CSV with message_id, cluster_id, rank, heat")


def do_train(options: dict[str, Any], write: Write) -> None:
    """Learn, and say in plain words what came of it."""
    file, out = options["file"], options["out"]
    if file is not None and out is not None:
        learnt = learn_to(out, labelled_of(book_of(file)))
        write(_("Written to %(folder)s.") % {"folder": out})
    else:
        actor = _actor(options["street"])
        source = file.name if file else ""
        labelled = labelled_of(book_of(file)) if file else own_labelled(actor)
        if out is not None:
            learnt = learn_to(out, without_kept_back(labelled, actor))
            write(_("Written to %(folder)s.") % {"folder": out})
        else:
            kept = learn_for_street(labelled, source=source, actor=actor, at=timezone.now())
            learnt = kept.learnt
            said = _(
                "Kept as model %(number)d. It reads nothing before the keeper of the lists puts it to use."
            )
            write(said % {"number": kept.classifier.number})
    _tell(learnt, write)


def do_adopt(options: dict[str, Any], write: Write) -> None:
    """Keep a model whose arrays and card lie in a folder."""
    kept = adopt_for_street(options["folder"], actor=_actor(options["street"]), at=timezone.now())
    said = _("Kept as model %(number)d. It reads nothing before the keeper of the lists puts it to use.")
    write(said % {"number": kept.number})


def _tell(learnt: "Learnt", write: Write) -> None:
    trial, card = learnt.trial, learnt.model.card
    for said in (
        _("Learnt from %(texts)d texts, %(groups)d that say something of their own, in %(classes)d classes.")
        % {"texts": card["texts"], "groups": card["groups"], "classes": len(card["classes"])},
        _("Of texts it had not seen it read %(right)s right, and %(top)s had the right class among three.")
        % {"right": _share(trial.accuracy), "top": _share(trial.top3)},
        f"macro_f1 {trial.macro_f1:.4f}",
        _("Where it is sure, it was right in %(right)s; that was so for %(part)s of the texts.")
        % {"right": _share(trial.precision), "part": _share(trial.coverage)},
    ):
        write(said)


def do_evaluate(options: dict[str, Any], write: Write) -> None:
    """Print one line of JSON and nothing else."""
    train, test = (labelled_of(book_of(options[name])) for name in ("learn_from", "read"))
    told = evaluate(train, test).as_dict()
    write(json.dumps(told | {"train_texts": len(train.texts)}))


def do_hot(options: dict[str, Any], write: Write) -> None:
    """Write the clusters of a file, and show the hottest."""
    told = told_of(book_of(options["file"]))
    clusters = clusters_of(
        [each.subject for each in told],
        [each.text for each in told],
        [each.at.timestamp() / 86_400 if each.at else None for each in told],
    )
    now = max((each.at for each in told if each.at), default=datetime.now(UTC))
    groups = [[told[member] for member in cluster.members] for cluster in clusters]
    heats = [round(heat_of(map(_voice, group), now=now), 3) for group in groups]
    ranks = ranked(heats)
    _write_clusters(options["out"], groups, ranks, heats)
    together = sum(len(group) for group in groups if len(group) > 1)
    said = _("%(messages)d messages, %(together)d of them in %(clusters)d clusters of at least two.")
    facts = {"messages": len(told), "together": together, "clusters": sum(len(group) > 1 for group in groups)}
    write(said % facts)
    for rank, at in sorted((rank, at) for at, rank in enumerate(ranks))[:SHOWN]:
        write(f"{rank:>3} {heats[at]:8.2f} {len(groups[at]):>4}  {'、'.join(clusters[at].words)}")


def _voice(message: ToldMessage) -> Voice:
    return Voice(message.sender, message.at, message.votes)


def _write_clusters(out: Path, groups: list[list[ToldMessage]], ranks: list[int], heats: list[float]) -> None:
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for rank, at in sorted((rank, at) for at, rank in enumerate(ranks)):
                rows.writerows((each.number, rank, rank, heats[at]) for each in groups[at])
    except OSError as error:
        raise CommandError(f"{out}: {error.strerror}") from error


def book_of(path: Path) -> Workbook:
    """Read a file in the child whose memory and time are limited.

    Raises:
        CommandError: It is not there.
        FileRefusedError: It is no table.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    try:
        return read_table(content)
    except FileRefusedError as refusal:
        raise FileRefusedError(f"{path.name}: {refusal.message}") from refusal


def _share(share: float) -> str:
    return f"{share * 100:.1f} %"


def _actor(slug: str) -> Actor:
    try:
        streets = [sub_district_by_slug(slug)] if slug else all_sub_districts()
    except DatabaseError:
        streets = []
    if len(streets) != 1:
        names = ", ".join(street.slug for street in streets) or "-"
        raise CommandError(
            _(
                "Say for which street with --street (%(names)s), or where to write the model with --out FOLDER."
            )
            % {"names": names}
        )
    codes = frozenset({KEEP_LISTS.code, IMPORT.code})
    return system_job("concerns.train", sub_district_id=streets[0].pk, permissions=codes)


VERBS: dict[str, Callable[[dict[str, Any], Write], None]] = {
    "train": do_train,
    "adopt": do_adopt,
    "evaluate": do_evaluate,
    "hot": do_hot,
}
