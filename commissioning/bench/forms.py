"""What drawing the fields of a form costs, beside the usual way: crispy's bootstrap5 and Django's own widgets."""

import re
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template.loader import render_to_string

from commissioning.bench.clockwork import Taken, measure
from commissioning.bench.ground import somebody
from commissioning.widgets import Written
from needs.models import Evidence
from trusts.forms.base import hidden
from trusts.governance.permissions import standing
from trusts.models import Trust
from trusts.nouns import noun_for

OURS, USUAL = "fields as drawn here", "fields by bootstrap5"


def with_usual_forms() -> dict[str, Any]:
    """Settings by which forms can be drawn by crispy's bootstrap5 too, which is no part of the product."""
    pack = find_spec("crispy_bootstrap5")
    if pack is None or pack.origin is None:
        raise CommandError("crispy-bootstrap5 is not installed: it comes with requirements-dev.txt.")
    ours = settings.TEMPLATES[0]
    folders = [*ours["DIRS"], Path(pack.origin).parent / "templates", Path(__file__).parent / "templates"]
    return {"TEMPLATES": [ours | {"DIRS": folders}], "CRISPY_ALLOWED_TEMPLATE_PACKS": ("weft", "bootstrap5")}


def drawing(make: Callable[[], Any], template: str, renderer: BaseRenderer) -> Callable[[], str]:
    """Making a form and drawing its fields by a template: a form drawn before keeps part of what it read."""

    def draw() -> str:
        form = make()
        form.renderer = renderer
        return render_to_string(template, {"form": form})

    return draw


def measure_forms(trust: Trust, rounds: int) -> dict[str, Taken]:
    """The form of new evidence made and drawn both ways, in turn: the same fields and choices."""
    person = somebody(trust)
    noun = noun_for(Evidence())
    here, keys = standing(person, trust), hidden(person, None)

    def make() -> Any:
        return noun.form(trust=trust, standing=here, keys=keys)

    work = {
        OURS: drawing(make, "trusts/record/_fields.html", Written()),
        USUAL: drawing(make, "bench/usual_fields.html", DjangoTemplates()),
    }
    compare(work[OURS](), work[USUAL]())
    return measure(work, rounds)


def compare(ours: str, usual: str) -> None:
    """Both ask for the same, each drawn its own way; raises CommandError where they do not."""
    if _asked(ours) != _asked(usual) or "govuk-form-group" in usual or "form-control" not in usual:
        raise CommandError("The forms that are compared do not ask for the same.")


def _asked(html: str) -> Counter[str]:
    """The fields by their names, and how many controls each has."""
    return Counter(re.findall(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"', html))
