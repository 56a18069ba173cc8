"""Builds the browser assets: GOV.UK Frontend without the fonts and emblems reserved for GOV.UK."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

PACKAGE = Path("node_modules/govuk-frontend/dist/govuk")
STYLE, SCRIPT = "govuk-frontend.min.css", "govuk-frontend.min.js"

# Each is a licence condition or a reference to a file that we do not ship.
RESERVED = [
    re.compile(r"/\*! Copyright \(c\) 2011 [^*]*\*/"),  # the notice of the font removed below
    re.compile(r"@font-face\{[^}]*\}"),
    re.compile(r"[^{}]+\{[^{}]*govuk-crest[^{}]*\}"),
]
SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=[^\n]*")


def without_reserved_parts(css: str) -> str:
    """The stylesheet with no font, emblem or address in it; refuses one it cannot clean."""
    for pattern in RESERVED:
        css = pattern.sub("", css)
    css = css.replace('"GDS Transport",', "").replace("GDS Transport,", "")
    css = SOURCE_MAP.sub("", css)
    left = [word for word in ("url(", "GDS Transport", "sourceMappingURL", "crest") if word in css]
    if left:
        raise CommandError(f"govuk-frontend has changed: {', '.join(left)} is still in its stylesheet.")
    return css


class Command(BaseCommand):
    """Writes static/vendor/ from node_modules; does nothing where it is already right."""

    help = "Copy GOV.UK Frontend into static/vendor/, without its fonts and emblems."

    def handle(self, *args: object, **options: object) -> None:
        """Write what changed."""
        source = Path(settings.BASE_DIR) / PACKAGE
        if not (source / STYLE).is_file():
            raise CommandError("GOV.UK Frontend is not installed: run npm ci first.")
        target = Path(settings.BASE_DIR) / "static" / "vendor"
        target.mkdir(parents=True, exist_ok=True)
        assets = {
            STYLE: without_reserved_parts((source / STYLE).read_text("utf-8")),
            SCRIPT: SOURCE_MAP.sub("", (source / SCRIPT).read_text("utf-8")),
        }
        for name, text in assets.items():
            file = target / name
            if file.is_file() and file.read_text("utf-8") == text:
                continue
            file.write_text(text, "utf-8")
            self.stdout.write(f"static/vendor/{name} written")
