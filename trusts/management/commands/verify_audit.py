"""`manage.py verify_audit`: whether anybody changed, cut or rewrote the audit trail or a decision."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from trusts.governance import audit
from trusts.models import Trust

SHOWN = 20
"""Faults of a trust that are told one by one; with more, the chain as a whole is another."""


class Command(BaseCommand):
    """Walks the chain of each trust and compares decisions and anchors with it."""

    help = "Verify the audit trail and the decisions of every trust, or of those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """TRUST …, --anchor and --anchor-anew."""
        parser.add_argument(
            "trusts", metavar="TRUST", nargs="*", help="codes of trusts; all where none is named"
        )
        parser.add_argument(
            "--anchor",
            action="store_true",
            help="write down the head of each whole chain, outside the database",
        )
        parser.add_argument(
            "--anchor-anew", action="store_true",
            help="the same where the anchors are known to be lost: what was cut before now is not noticed",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify each; exit code 1 where one is not whole."""
        trusts = self._named(options["trusts"])
        if not trusts:
            self.stdout.write("There are no trusts yet.")
        for trust in trusts if options["anchor_anew"] else []:
            if trust.audit_number and not audit.anchor_file(trust.code).exists():
                audit.anchor(trust.code, trust.audit_number, trust.audit_hash)
        whole = [self._verify(trust, fresh_anchor=options["anchor"]) for trust in trusts]
        if not all(whole):
            sys.exit(1)

    @staticmethod
    def _named(codes: list[str]) -> list[Trust]:
        trusts = {trust.code: trust for trust in Trust.objects.order_by("code")}
        unknown = [code for code in codes if code not in trusts]
        if unknown:
            known = ", ".join(trusts) or "none yet"
            raise CommandError(f"There is no trust '{unknown[0]}'. There is: {known}.")
        return [trust for code, trust in trusts.items() if not codes or code in codes]

    def _verify(self, trust: Trust, *, fresh_anchor: bool) -> bool:
        faults = list(audit.faults(trust))
        if faults:
            # Perhaps only an entry written meanwhile: look again while nobody can write.
            with transaction.atomic():
                trust = Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
                faults = list(audit.faults(trust))
        for fault in faults[:SHOWN]:
            self.stderr.write(f"{trust.code}: {fault}")
        if len(faults) > SHOWN:
            self.stderr.write(f"{trust.code}: and {len(faults) - SHOWN:,} more faults")
        if faults:
            return False
        if fresh_anchor and trust.audit_number:
            audit.anchor(trust.code, trust.audit_number, trust.audit_hash)
        head = trust.audit_hash[:16] or "none"
        self.stdout.write(f"{trust.code}: whole, {trust.audit_number} entries, head {head}")
        return True
