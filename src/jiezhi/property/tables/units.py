"""A list of units with their ballots, read to be counted: no names are asked for, and nothing of it is kept."""

from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jiezhi.core.owners_votes import DM2_A_M2, Ballot, VotingUnit, by_proxy
from jiezhi.intake.sheets.writing import OutSheet
from jiezhi.organisation.tables.cells import named
from jiezhi.organisation.tables.rows import CellError, RefusedRow, TableRow, rows_of

NUMBER, AREA, OWNER, SAID, PROXY = TITLES = ("房号", "专有部分面积", "业主编号", "意见", "代理")
SAYINGS = {
    "同意": Ballot.IN_FAVOUR,
    "反对": Ballot.AGAINST,
    "不同意": Ballot.AGAINST,
    "弃权": Ballot.UNDECIDED,
    "未表态": Ballot.UNDECIDED,
    "未投票": Ballot.ABSENT,
    "": Ballot.ABSENT,
}
PROXIES = {"": True, "本人": True, "有书面委托": True, "无书面委托": False}


def empty_list() -> OutSheet:
    """Give the table to be filled in, with one made-up row."""
    return OutSheet("表决清单", TITLES, [("1-101", "89.50", "", "同意", "本人")], (14, 18, 14, 12, 14))


def read_units(upload: bytes) -> tuple[list[VotingUnit], list[RefusedRow]]:
    """Read units with their ballots; a unit of co-owners may stand in several rows, one for each.

    Args:
        upload: A table file with the titles 房号, 专有部分面积, 意见 and, where they apply, 业主编号 and 代理.

    Returns:
        The units, and rows that cannot be read.

    Raises:
        FileRefusedError: It is no table, or lacks these titles.
    """
    read: dict[str, tuple[str, int, list[Ballot]]] = {}
    refused: list[RefusedRow] = []
    for row in rows_of(upload, TITLES, is_list=_is_list, needed=f"{NUMBER}、{AREA}、{SAID}"):
        try:
            number, owner, area_dm2, ballot = _unit(row)
            _same(read.setdefault(number, (owner, area_dm2, [])), owner, area_dm2).append(ballot)
        except CellError as problem:
            refused.append(row.refused(problem))
    units = [VotingUnit(number, owner, area, tuple(said)) for number, (owner, area, said) in read.items()]
    return units, refused


def _same(known: tuple[str, int, list[Ballot]], owner: str, area_dm2: int) -> list[Ballot]:
    """Give the ballots of a unit, if all its rows tell the same of it."""
    if known[:2] != (owner, area_dm2):
        raise CellError(NUMBER, _("The unit stands here with another area or owner's number."))
    return known[2]


def _is_list(titles: Collection[str]) -> bool:
    return {NUMBER, AREA, SAID} <= set(titles)


def _unit(row: TableRow) -> tuple[str, str, int, Ballot]:
    number = row.short(NUMBER, 32)
    if not number:
        raise CellError(NUMBER, _("The number of the unit is missing."))
    said = named(SAID, row.text(SAID), SAYINGS, _("Write 同意, 反对, 弃权 or 未投票."))
    has_authority = named(PROXY, row.text(PROXY), PROXIES, _("Write 本人, 有书面委托 or 无书面委托."))
    return (
        number,
        row.short(OWNER, 16),
        _area_dm2(row.text(AREA)),
        by_proxy(said, has_authority=has_authority),
    )


def _area_dm2(text: str) -> int:
    try:
        area = Decimal(text.replace("㎡", "").replace("m²", "").replace(",", "").strip())
    except InvalidOperation:
        area = Decimal(0)
    if not area.is_finite() or not 0 < area < 1_000_000:
        raise CellError(AREA, _("The area is a number of square metres, such as 89.50."))
    return int((area * DM2_A_M2).to_integral_value())
