"""How well requests are read, and what that costs: `python -m bench.text --data FOLDER` (needs the analytics packages).

The folder holds `labelled_tokens.xlsx` (words already split), `labelled_sample.xlsx` (raw) and `messages.xlsx`. Nothing
of what stands in them is printed, only figures.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django
import numpy as np


def main() -> int:
    """Print one line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the three files")
    parser.add_argument(
        "--only", choices=("read", "raw", "characters", "hot"), action="append", help="some figures only"
    )
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()
    for name, figure in FIGURES.items():
        if not options.only or name in options.only:
            began = time.process_time()
            figure(options.data)
            print(f"  {time.process_time() - began:.1f} CPU s", flush=True)
    return 0


def labelled(path: Path):
    from jiezhi.concerns.text_files import labelled_of
    from jiezhi.intake.sheets.reading import read_table

    return labelled_of(read_table(path.read_bytes()))


def reading(data: Path) -> None:
    """Grouped cross-validation, and what one request costs."""
    from jiezhi.engine.text.training import learn

    told = labelled(data / "labelled_tokens.xlsx")
    learnt = learn(told.texts, told.labels)
    card = learnt.model.card
    print(
        f"grouped cross-validation on {card['texts']} texts in {card['groups']} groups ({card['grouping']}):"
    )
    print("  " + ", ".join(f"{name} {value:.4f}" for name, value in learnt.trial.as_dict().items()))
    began = time.process_time()
    for text in told.texts[:500]:
        learnt.model.read(text)
    print(
        f"  {(time.process_time() - began) * 2:.2f} ms a request; {len(learnt.model.arrays()) / 1e6:.1f} MB"
    )


def characters(data: Path) -> None:
    """The same without any words: what a product without a segmenter could do."""
    from jiezhi.engine.text import reading as reader
    from jiezhi.engine.text.training import learn

    told = labelled(data / "labelled_tokens.xlsx")
    segmenter = reader.words_of
    reader.words_of = lambda _text: []
    try:
        trial = learn(told.texts, told.labels).trial
    finally:
        reader.words_of = segmenter
    print(f"characters alone: macro_f1 {trial.macro_f1:.4f}, coverage {trial.coverage:.4f}")


def raw(data: Path) -> None:
    """Learn from split words without the messages of the raw sample, and read both dresses of these."""
    from jiezhi.engine.text.training import fit
    from jiezhi.engine.text.twins import groups_of
    from jiezhi.engine.text.vectors import read_all

    told, sample = labelled(data / "labelled_tokens.xlsx"), labelled(data / "labelled_sample.xlsx")
    size = len(told.texts)
    groups, twin = groups_of(told.texts + sample.texts), twins(told.texts, sample.texts)
    kept_out = set(groups[size:].tolist()) | {int(groups[at]) for at in twin.values()}
    kept = [at for at in range(size) if int(groups[at]) not in kept_out]
    classes = tuple(sorted(set(told.labels)))
    truth = np.array([classes.index(told.labels[at]) for at in kept])
    model = fit(read_all([told.texts[at] for at in kept]), truth, classes)

    def right(texts: list[str], labels: list[str]) -> float:
        return float(
            np.mean([model.read(t).readings[0].name == y for t, y in zip(texts, labels, strict=True)])
        )

    both = sorted(twin)
    print(f"raw sample of {len(sample.texts)}, learnt from {len(kept)} others with split words:")
    print(f"  accuracy {right(sample.texts, sample.labels):.4f} on the raw text")
    there = right([sample.texts[at] for at in both], [sample.labels[at] for at in both])
    split = right([told.texts[twin[at]] for at in both], [told.labels[twin[at]] for at in both])
    print(f"  of {len(both)} that stand in both files: raw {there:.4f}, split {split:.4f}")


def twins(told: list[str], sample: list[str]) -> dict[int, int]:
    """Which text of the split file is a raw one: the one with the most common pairs of characters, half at least."""
    from jiezhi.engine.text.pairs import columns_of, shared_weight
    from jiezhi.engine.text.reading import folded

    texts = [folded(text).replace(" ", "") for text in (*told, *sample)]
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in texts]
    runs = [sorted({text[at : at + 3] for at in range(len(text) - 2)}) for text in texts]
    found = columns_of(runs, most=60)
    one, other, shared = shared_weight(found, np.ones(len(found.counts)), size=len(texts))
    best: dict[int, tuple[float, int]] = {}
    near = (one < len(told)) & (other >= len(told)) & (shared >= 5)
    for left, right in zip(one[near].tolist(), other[near].tolist(), strict=True):
        alike = len(pairs[left] & pairs[right]) / len(pairs[left] | pairs[right])
        if alike >= 0.5:
            place = right - len(told)
            best[place] = max(best.get(place, (0.0, -1)), (alike, left))
    return {place: left for place, (_alike, left) in best.items()}


def hot(data: Path) -> None:
    """Clusters of the messages; their reading from the file is counted apart."""
    from jiezhi.concerns.text_files import told_of
    from jiezhi.engine.text.clusters import MOST, clusters_of
    from jiezhi.intake.sheets.reading import read_table

    began = time.process_time()
    told = told_of(read_table((data / "messages.xlsx").read_bytes()))
    print(f"hot issues among {len(told)} messages, read in {time.process_time() - began:.1f} CPU s:")
    days = [each.at.timestamp() / 86_400 if each.at else None for each in told]
    found = clusters_of([each.subject for each in told], [each.text for each in told], days)
    sizes = sorted((len(each.members) for each in found), reverse=True)
    several = sum(size > 1 for size in sizes)
    print(f"  {several} clusters of at least two, the largest of {sizes[0]} (cap {MOST}), then {sizes[1:6]}")


FIGURES = {"read": reading, "raw": raw, "characters": characters, "hot": hot}

if __name__ == "__main__":
    sys.exit(main())
