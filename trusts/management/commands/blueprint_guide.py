"""`manage.py blueprint_guide`: write the guide to the blueprint format from the format itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from trusts.framework import guide

DOCS = Path(settings.BASE_DIR) / "docs"
PAGE = """\
<!-- Written by `manage.py blueprint_guide --write` from the format itself; a test keeps it current. -->

# The blueprint: a trust's framework as a file

A blueprint says how one children's trust commissions: its phases and steps, its bodies and what each
may decide, who does what, what must be true before the next step, and what its people call all this.
Weft runs any number of trusts, each by its own blueprint. A new trust needs a file and no developer.

## From a file to a framework in force

1. Write the file. [The smallest one](smallest-blueprint.yaml) is at the end of this page; the five in
   `trusts/blueprints/` show everything.
2. `manage.py load_blueprint FILE --check` names every fault as `FILE: line N: path: what was expected`.
   It needs no database and saves nothing.
3. `manage.py load_blueprint FILE` saves it as a draft. For a new trust that makes the trust; its people are
   then seated and appointed in the administration. The same file again changes nothing.
4. Somebody who may puts the draft to the body that owns the framework. Once that body has decided in
   favour, it is in force, and the version before retires. Work under way stays on the version it began under.
5. `manage.py export_blueprint TRUST [--version N]` writes a version back, letter for letter.

`manage.py rules` lists every gate of the files in `trusts/blueprints/`: enforced, pending, and which tests show it.

## How a file is written

- YAML, UTF-8, at most 5 MB, every entry written out: anchors and aliases (`&x`, `*x`) are refused.
- An unknown key is a fault, and so is a key written twice or a code that leads nowhere.
- A *code* is a short name of lower-case letters, digits and hyphens. Entries refer to each other by it, and
  it stays the same from version to version; the label may change.
- An outcome is named with its scheme: `ecm.safe`.
- Where a list may stand, one word may stand alone: `steps: audit` is `steps: [audit]`.
- A window is a part of every year and may cross New Year: `{{from: 1 September, to: 31 March}}`.
- Words of a closed list (acts, capabilities, checks …) are the product's own and stand in the second part of
  this page; everything else is the trust's.

## Keys that entries share

{shared}
## The sections

{sections}
## The closed lists

What code knows by name. A blueprint chooses from these and gives them its own places, labels and messages.

{lists}
## The smallest blueprint

Two phases, one board, one gate. It is checked like any other file whenever the tests run.

```yaml
{smallest}```
"""


class Command(BaseCommand):
    """Prints the guide; with --write, puts it into docs/blueprint.md."""

    help = "Write the guide to the blueprint format from the format itself."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--write."""
        parser.add_argument(
            "--write", action="store_true", help="into docs/blueprint.md instead of the screen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write."""
        page = PAGE.format(
            shared="\n".join(guide.shared_keys()),
            sections="\n".join(guide.sections()),
            lists="\n".join(guide.closed_lists()),
            smallest=(DOCS / "smallest-blueprint.yaml").read_text("utf-8"),
        )
        if options["write"]:
            (DOCS / "blueprint.md").write_text(page, "utf-8")
        else:
            self.stdout.write(page, ending="")
