"""Model fields for sealed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from jiezhi.kit.vault.digests import BLIND_INDEX_LENGTH
from jiezhi.kit.vault.envelopes import seal, unseal

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is plain in Python and sealed in the database.

    It cannot be searched or ordered by: put a `BlindIndexField` beside it. The envelope is bound to
    `app.Model.field`; whoever renames the model or the field gives the old name as `column`.
    """

    def __init__(self, *args: Any, column: str = "", **kwargs: Any) -> None:
        self._given_column = column
        super().__init__(*args, **kwargs)

    @property
    def sealed_for(self) -> str:
        """The name that envelopes are bound to."""
        return self._given_column or f"{self.model._meta.label}.{self.name}"

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self._given_column:
            kwargs["column"] = self._given_column
        return name, path, list(args), kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            hint = "Put unique or db_index on a BlindIndexField beside it."
            found.append(
                checks.Error("Equal values have different seals.", hint=hint, obj=self, id="vault.E001")
            )
        return found

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ARG002
        if isinstance(value, models.Expression):
            if self._is_sealed_by(value):
                return value
            raise FieldError(f"{self.sealed_for} is sealed: it is set from text, not from an expression.")
        return None if value is None else seal(str(value), column=self.sealed_for)

    def _is_sealed_by(self, expression: Any) -> bool:
        """Say whether every outcome is sealed for this column: `bulk_update` makes a CASE of values."""
        if isinstance(expression, models.Case):
            return all(self._is_sealed_by(outcome) for outcome in (*expression.cases, expression.default))
        if isinstance(expression, models.When):
            return self._is_sealed_by(expression.result)
        if isinstance(expression, Cast):
            return all(self._is_sealed_by(source) for source in expression.get_source_expressions())
        if isinstance(expression, models.Value):
            # A value of this very field comes back to `get_db_prep_save` as text.
            return expression.value is None or expression.field == self
        return False

    def from_db_value(
        self,
        value: str | None,
        expression: Any,  # noqa: ARG002
        connection: BaseDatabaseWrapper,  # noqa: ARG002
    ) -> str | None:
        return None if value is None else unseal(value, column=self.sealed_for)

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[Any]] | None:
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(
            f"{self.sealed_for} is sealed and cannot be filtered by {lookup_name}. Compare "
            "blind_index(value) with the BlindIndexField beside it; only isnull works here."
        )

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002
        raise FieldError(f"{self.sealed_for} is sealed and is not written to fixtures. Use the backup.")


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """Holds `blind_index(...)` of the sealed value beside it; the app fills it. Empty means no value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", BLIND_INDEX_LENGTH)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
