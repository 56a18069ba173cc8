"""The database itself refuses to change or delete decisions and audit entries."""

from django.db import migrations

from trusts.models.append_only import guard, unguard

TABLES = ["trusts_decision", "trusts_auditentry"]


def forwards(apps, editor):
    """Guard the tables."""
    for table in TABLES:
        guard(table, editor)


def backwards(apps, editor):
    """Take the guards away."""
    for table in TABLES:
        unguard(table, editor)


class Migration(migrations.Migration):
    """Append-only tables."""

    dependencies = [("trusts", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
