"""`manage.py load_blueprint`: load a trust's framework from its file, or say what is wrong with it."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from trusts.blueprint_file import LONGEST, Unreadable, framework_in, load, text_of
from trusts.framework.document import BlueprintError
from trusts.models import Blueprint


class Command(BaseCommand):
    """Loads a file as a new draft version of its trust; the same file again changes nothing."""

    help = "Load a blueprint file as a new draft of its trust's framework, or list every fault in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PATH, --check and --json."""
        parser.add_argument("path", metavar="PATH", help="the blueprint file (YAML)")
        parser.add_argument("--check", action="store_true", help="only check it; needs no database")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load or check; exit code 1 where there is a fault."""
        self.path, self.as_json = options["path"], options["json"]
        try:
            text = text_of(self._bytes())
            if options["check"]:
                self._checked(text)
            else:
                self._loaded(*load(text, by=None))
        except Unreadable as error:
            self._refuse([{"line": 1, "path": "file", "message": str(error)}], f"{self.path}: {error}")
        except BlueprintError as error:
            faults = [{"line": f.line, "path": f.path, "message": f.message} for f in error.faults]
            self._refuse(faults, "\n".join(f"{self.path}: {fault}" for fault in error.faults))

    def _bytes(self) -> bytes:
        try:
            with Path(self.path).open("rb") as file:
                return file.read(LONGEST + 1)
        except FileNotFoundError as error:
            raise Unreadable("There is no such file.") from error
        except IsADirectoryError as error:
            raise Unreadable("This is a folder; name the file in it.") from error
        except OSError as error:
            raise Unreadable(f"The file cannot be read ({error.strerror}).") from error

    def _checked(self, text: str) -> None:
        framework = framework_in(text)
        trust = framework.trust
        self._say(
            {"valid": True, "trust": trust.code, "gates": len(framework.gates), "faults": []},
            f"{self.path} is a valid blueprint of {trust.label} ({trust.code}), {trust.edition}: "
            f"phases {len(framework.phases)}, steps {len(framework.steps)}, bodies {len(framework.bodies)}, "
            f"gates {len(framework.gates)}. Nothing was saved.",
        )

    def _loaded(self, blueprint: Blueprint, is_new: bool) -> None:
        trust = blueprint.trust
        outcome = "draft" if is_new else "unchanged"
        words = {
            "draft": "is loaded as a draft. It comes into force once its board adopts it.",
            "unchanged": "is unchanged: it says the same, word for word. Nothing was saved.",
        }
        self._say(
            {
                "loaded": True, "trust": trust.code, "version": blueprint.number, "outcome": outcome,
                "state": blueprint.state, "faults": [],
            },
            f"{trust.name} ({trust.code}): version {blueprint.number} {words[outcome]}",
        )  # fmt: skip

    def _say(self, data: dict[str, Any], words: str) -> None:
        self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) if self.as_json else words)

    def _refuse(self, faults: list[dict[str, Any]], words: str) -> None:
        if self.as_json:
            data = {"loaded": False, "file": self.path, "faults": faults}
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
        else:
            self.stderr.write(words)
        sys.exit(1)
