"""`manage.py draw_cycle`: the picture of the cycle that the README shows, drawn from a blueprint file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.template.loader import render_to_string

from commissioning.pictures.ring import ring_of
from commissioning.pictures.year import year_of
from trusts.framework.document import read
from trusts.framework.reading import Reading

PICTURE = Path("docs/cycle.svg")
A_DAY = date(2026, 4, 1)  # any day will do: the picture shows none


class Command(BaseCommand):
    """Draw the cycle of one blueprint as a picture that stands on its own."""

    help = "Write docs/cycle.svg from a blueprint file, with its styles inside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which trust."""
        parser.add_argument("--trust", default="gateshead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw and write it."""
        file = settings.BASE_DIR / "trusts" / "blueprints" / f"{options['trust']}.yaml"
        (settings.BASE_DIR / PICTURE).write_text(drawn(Reading(read(file.read_text()))))
        self.stdout.write(f"Wrote {PICTURE}")


def drawn(framework: Reading) -> str:
    """The ring as an SVG document."""
    ring = ring_of(framework, {}, year_of(framework, A_DAY), A_DAY)
    rows = [SimpleNamespace(url="") for _ in ring.pieces]
    words = {"steps": framework.words("step"), "exercise": "", "exercises": ""}
    context = {"ring": ring, "drawn": list(zip(ring.pieces, rows, strict=True)), "words": words, "bare": True}
    svg = render_to_string("commissioning/cycle/ring.html", context)
    css = (settings.BASE_DIR / "static" / "css" / "cycle.css").read_text().split("/* On a phone")[0]
    colours = ":root { --weft-deep: #0f3b3f; --weft-quiet: #484949; }"
    svg = svg[svg.index("<svg") :].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    svg = svg.replace(' href=""', "")
    # A picture has no pointer over it, and no hand for a day that is none.
    plain = "\n".join(line for line in css.splitlines() if line.startswith(".ring"))
    head, _, rest = svg.partition(">")
    return f"{head}><style>{colours}\n{plain}\n.ring__hand {{ display: none }}</style>{rest}"
