"""The database itself refuses to change or delete confirmations, and reasons for which a rule was passed."""

from django.db import migrations

from trusts.models.append_only import guard, unguard

TABLES = ["trusts_override", "trusts_confirmation"]


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

    dependencies = [("trusts", "0003_confirmation_override")]
    operations = [migrations.RunPython(forwards, backwards)]
