"""Codes of the trust's framework on a record: its outcomes, its groups."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class CodesField(models.TextField):
    """A list of codes, kept as text that SQLite and PostgreSQL search alike: ` ecm.safe ecm.healthy `."""

    def __init__(self, *args: Any, axis: str = "outcome", **kwargs: Any) -> None:
        self.axis = axis
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """As a migration writes it down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "axis": self.axis}

    def from_db_value(self, value: str | None, *_: Any) -> list[str]:
        """The codes."""
        return (value or "").split()

    def to_python(self, value: Any) -> list[str]:
        """The codes, however they are given."""
        return value.split() if isinstance(value, str) else list(value or ())

    def get_prep_value(self, value: Iterable[str] | str | None) -> str:
        """Each code between spaces, so that one is found whole."""
        codes = self.to_python(value)
        if any(" " in code for code in codes):
            raise ValidationError("A code has no spaces.")
        return f" {' '.join(codes)} " if codes else ""

    def value_to_string(self, obj: models.Model) -> str:
        """As a fixture writes it down."""
        return self.get_prep_value(self.value_from_object(obj))


def with_code(field: str, code: str) -> models.Q:
    """The records that have a code in one of their lists of codes."""
    return models.Q(**{f"{field}__contains": f" {code} "})
