"""A row of a file of contracts, and the same titles written out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.intake.columns import Column
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells
from jiezhi.intake.sheets.writing import Out, OutSheet
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.tables.cells import BETWEEN_NAMES, NAMED_LIMIT, labels_of, limit_in, with_limit
from jiezhi.organisation.tables.rows import CellError
from jiezhi.property.choices import ContractKind
from jiezhi.property.models import ServiceContract

TITLES = (
    "小区",
    "物业企业",
    "统一社会信用代码",
    "合同类型",
    "起始日期",
    "截止日期",
    "收费标准",
    "服务事项",
    "合同编号",
)
COLUMNS = (
    Column("estate", _("Estate"), ("小区", "小区名称", "项目名称"), is_required=True),
    Column("company", _("Property company"), ("物业企业", "物业公司", "物业服务企业"), is_required=True),
    Column(
        "from_on", _("First day"), ("起始日期", "合同起始日", "开始日期"), is_required=True, is_moment=True
    ),
    Column(
        "until_on", _("Last day"), ("截止日期", "合同截止日", "到期日期"), is_required=True, is_moment=True
    ),
    Column("duties", _("Duties"), ("服务事项", "服务内容", "职责"), is_required=True),
    Column("credit_code", _("Credit code"), ("统一社会信用代码", "信用代码")),
    Column("kind", _("Kind of contract"), ("合同类型", "合同性质")),
    Column("fee", _("Fee"), ("收费标准", "物业费标准", "物业费")),
    Column("document", _("Number of the contract"), ("合同编号", "文号")),
)
REASONS: dict[str, str | Promise] = {
    "no_estate": _("The estate is missing. Enter its name as the street's list has it."),
    "no_company": _("The property company is missing. Enter its full name."),
    "no_duties": _("No duty is named. Name at least one, such as 电梯、绿化."),
    "days_backwards": _("The last day lies before the first one. Check both."),
    "unknown_kind": _("There is no such kind of contract. Write 物业服务合同, 前期物业服务合同 or 临时服务."),
    "no_fee": _("The fee cannot be read. Write yuan a month for a square metre, such as 2.85."),
    "bad_limit": _("A limit is a number with its unit, such as 电梯（4工作小时）."),
    "too_long": _("The text is too long for its column. Shorten it."),
    "unknown_estate": _(
        "This street has no estate of that name. Correct it, or have the estate entered first."
    ),
    "unknown_duty": _("One of the duties is not on the street's list. Correct it, or enter the duty first."),
    "overlaps": _("The estate has a contract for some of these days. End that one first."),
    "twice": _("The file names this estate twice for the same days. Leave one."),
}
LONGEST = {"estate": 64, "company": 64, "document": 64, "credit_code": 18}
FEE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class ContractRow:
    """A contract as a file names it.

    Args:
        estate: Its name.
        company: Its name.
        credit_code: Of the company, or empty.
        kind: A `ContractKind`.
        from_on: Its first day.
        until_on: Its last day.
        fee_fen: A month for a square metre; None where nothing is written.
        duties: Names of duties, with a limit of their own or None.
        document: Its number, or empty.
    """

    estate: str
    company: str
    credit_code: str
    kind: str
    from_on: date
    until_on: date
    fee_fen: int | None
    duties: tuple[tuple[str, tuple[int, str] | None], ...]
    document: str

    def key(self) -> str:
        """Give by what the contract is known again."""
        return f"{self.estate}\t{self.company}\t{self.from_on.isoformat()}"


def parse_contract(cells: RowCells, _at: datetime) -> ContractRow:
    """Give the contract of a row.

    Raises:
        RowRefusedError: It is none that can be taken.
    """
    texts = {name: _short(cells, name) for name in LONGEST}
    for name in ("estate", "company"):
        if not texts[name]:
            raise RowRefusedError(name, f"no_{name}")
    from_on, until_on = (timezone.localdate(cells.moment(name)) for name in ("from_on", "until_on"))
    if until_on < from_on:
        raise RowRefusedError("until_on", "days_backwards")
    return ContractRow(
        estate=texts["estate"],
        company=texts["company"],
        credit_code=texts["credit_code"].upper(),
        kind=_kind(cells.text("kind")),
        from_on=from_on,
        until_on=until_on,
        fee_fen=_fee(cells.text("fee")),
        duties=_duties(cells.text("duties")),
        document=texts["document"],
    )


def _short(cells: RowCells, name: str) -> str:
    text = cells.text(name)
    if len(text) > LONGEST[name]:
        raise RowRefusedError(name, "too_long")
    return text


def _kind(text: str) -> str:
    if not text:
        return ContractKind.SERVICE
    known = labels_of(ContractKind)
    if text not in known:
        raise RowRefusedError("kind", "unknown_kind")
    return known[text]


def _fee(text: str) -> int | None:
    if not text:
        return None
    found = FEE.search(text)
    try:
        return int((Decimal(found.group()) * 100).to_integral_value()) if found else _no_fee()
    except InvalidOperation:
        return _no_fee()


def _no_fee() -> int:
    raise RowRefusedError("fee", "no_fee")


def _duties(text: str) -> tuple[tuple[str, tuple[int, str] | None], ...]:
    units, found = labels_of(LimitUnits), []
    for part in filter(None, (piece.strip() for piece in BETWEEN_NAMES.split(text))):
        shape = NAMED_LIMIT.fullmatch(part)
        name = shape["name"].strip() if shape else part
        amount, unit = (shape["amount"] or "", shape["unit"] or "") if shape else ("", "")
        try:
            found.append((name, limit_in("duties", amount, unit, units)))
        except CellError as problem:
            raise RowRefusedError("duties", "bad_limit") from problem
    if not found:
        raise RowRefusedError("duties", "no_duties")
    return tuple(found)


def contract_sheet(contracts: Iterable[ServiceContract]) -> OutSheet:
    """Lay contracts out with the titles by which they can be brought in."""
    with translation.override("zh-hans"):
        rows = [_cells(contract) for contract in contracts]
        return OutSheet(
            "物业合同", (*TITLES, "终止日期", "终止原因"), rows, (18, 24, 22, 16, 12, 12, 10, 48, 18, 12, 24)
        )


def _cells(contract: ServiceContract) -> list[Out]:
    duties = [with_limit(row.duty.name, row.limit_amount, row.limit_unit) for row in contract.duties.all()]
    return [
        contract.estate.name,
        contract.company.name,
        contract.company.credit_code,
        contract.get_kind_display(),
        contract.from_on.isoformat(),
        contract.until_on.isoformat(),
        f"{contract.fee_fen / 100:.2f}" if contract.fee_fen is not None else "",
        "、".join(duties),
        contract.document,
        contract.ended_on.isoformat() if contract.ended_on else "",
        contract.end_reason,
    ]
