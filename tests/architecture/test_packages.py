"""The four packages form a line: commissioning knows contracts, needs and trusts; trusts knows nobody."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings

LINE = ["trusts", "needs", "contracts", "commissioning"]


def related_packages(model) -> list[tuple[str, str]]:
    """Every foreign key, one-to-one and many-to-many that starts at this model: field, package."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [
        (field.name, field.related_model._meta.app_label)
        for field in fields
        if field.related_model is not None
    ]


def test_imports_follow_the_line():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_foreign_keys_follow_the_line():
    upward = [
        f"{model._meta.label}.{field} points up to {package}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LINE
        for field, package in related_packages(model)
        if package in LINE and LINE.index(package) > LINE.index(model._meta.app_label)
    ]
    assert not upward, "\n".join(upward)
