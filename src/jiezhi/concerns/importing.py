"""Bringing a file of messages in, chunk by chunk; what was in before the last kill is found there and not doubled."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from jiezhi.concerns.history import CHUNK, PastMessage, RowFault, import_messages, known_messages
from jiezhi.concerns.messages_file import ReadRow, RefusedRow, read_messages
from jiezhi.intake.sheets.reading import read_table
from jiezhi.intake.sheets.writing import Out, OutSheet, write_xlsx
from jiezhi.kit.actor import Actor


class Importing:
    """One file on its way in. Afterwards `read`, `imported`, `already` and `refused` say what became of its rows."""

    def __init__(self, content: bytes, *, source: str, actor: Actor, is_dry: bool = False) -> None:
        """Read the file.

        Args:
            content: The file.
            source: Its name, for the audit.
            actor: Who imports.
            is_dry: Only say what would happen.

        Raises:
            FileRefusedError: It is no table of messages.
        """
        self._rows = list(read_messages(read_table(content)))
        self._source, self._actor, self._is_dry = source, actor, is_dry
        self.read, self.imported, self.already = len(self._rows), 0, 0
        self.refused: list[RefusedRow] = []

    def run(self, *, now: Callable[[], datetime]) -> Iterator[tuple[int, int]]:
        """Bring chunk after chunk in, and say after each how far it has come.

        Args:
            now: Gives the time of each deed.
        """
        for start in range(0, len(self._rows), CHUNK):
            chunk = self._rows[start : start + CHUNK]
            self._take(chunk, at=now())
            yield start + len(chunk), len(self._rows)
        self.refused.sort(key=lambda refused: (refused.sheet, refused.row))

    def _take(self, chunk: Sequence[ReadRow], *, at: datetime) -> None:
        self.refused += [row.refusal for row in chunk if row.refusal is not None]
        told = [(row, row.message) for row in chunk if row.message is not None]
        messages = [message for _row, message in told]
        if self._is_dry:
            faults = self._look(messages, at=at)
        else:
            report = import_messages(messages=messages, source=self._source, actor=self._actor, at=at)
            self.imported += report.imported
            self.already += report.already
            faults = report.refused
        self.refused += [told[place][0].refused_for(fault) for place, fault in faults]

    def _look(self, messages: Sequence[PastMessage], *, at: datetime) -> tuple[tuple[int, RowFault], ...]:
        faults = [(place, fault) for place, each in enumerate(messages) if (fault := each.fault(at=at))]
        sound = {each.origin_key() for each in messages if not each.fault(at=at)}
        here = known_messages(self._actor, sound)
        self.imported += len(sound - here)
        self.already += len(messages) - len(faults) - len(sound - here)
        return tuple(faults)


def refused_rows_file(content: bytes, refused: Sequence[RefusedRow]) -> bytes:
    """Give the refused rows of a file as a workbook to correct and hand back, with the reason at the end."""
    reasons = {(row.sheet, row.row): row for row in refused}
    sheets: dict[str, tuple[tuple[str, ...], list[list[Out]]]] = {}
    for row in read_messages(read_table(content)):
        reason = reasons.get((row.sheet, row.row.number))
        if reason is None:
            continue
        _titles, lines = sheets.setdefault(row.sheet, ((*row.titles, "原因"), []))
        cells: list[Out] = [_out(row.row.cell(place)) for place in range(len(row.titles))]
        lines.append([*cells, f"{reason.column}：{reason.words}"])
    return write_xlsx([OutSheet(name, titles, lines) for name, (titles, lines) in sheets.items()])


def _out(cell: object) -> Out:
    return cell if isinstance(cell, str | int | float | datetime) or cell is None else str(cell)
