"""The record of estates and companies as a table file."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.property.standing import RecordLine

TITLES = ("小区", "物业企业", "服务事项", "工单", "要求答复", "已答复", "逾期", "评价已解决", "评价数")
WIDTHS = (18, 24, 14, 8, 10, 8, 8, 12, 8)


def record_sheet(
    lines: Iterable[RecordLine],
    *,
    estates: Mapping[UUID, str],
    companies: Mapping[UUID, str],
    duties: Mapping[UUID, str],
) -> OutSheet:
    """Lay the record out: a line for each estate, company and duty, by their names."""
    rows: list[list[Out]] = []
    for line in lines:
        count = line.count
        names: list[Out] = [
            estates.get(line.estate_id, ""),
            companies.get(line.company_id, "") if line.company_id else "",
            duties.get(line.duty_id, ""),
        ]
        rows.append(
            [*names, count.orders, count.asked, count.answered, count.late, count.solved, count.callbacks]
        )
    return OutSheet("履责记录", TITLES, sorted(rows, key=lambda row: [str(cell) for cell in row[:3]]), WIDTHS)
