"""How another process finds the database that is measured."""

import os
from urllib.parse import quote

from django.db import connection


def address() -> dict[str, str]:
    """The environment of this process, with the address of the database that it is connected to."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{at['NAME']}"
    else:
        who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}"
        place = f"/{at['HOST']}" if at["HOST"].startswith("/") else f"{at['HOST']}:{at['PORT'] or 5432}"
        url = f"postgres://{who}@{place}/{at['NAME']}"
    return {**os.environ, "DATABASE_URL": url}
