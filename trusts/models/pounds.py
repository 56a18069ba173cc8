"""Money: pounds and pence, never a float."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

DIGITS = 14
MOST = Decimal(10) ** (DIGITS - 2)
"""An amount must be less than this."""


class PoundsField(models.DecimalField):
    """An amount in GBP, to the penny, of £0 or more unless `signed`."""

    def __init__(self, *args: Any, signed: bool = False, **kwargs: Any) -> None:
        kwargs |= {"max_digits": DIGITS, "decimal_places": 2}
        if not signed:
            kwargs.setdefault("validators", [MinValueValidator(0)])
        super().__init__(*args, **kwargs)
