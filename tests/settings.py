"""The settings under test: those of the site, with nothing taken from the machine but DATABASE_URL."""

import atexit
import os
import shutil
import tempfile

HERE = tempfile.mkdtemp(prefix="weft-test-")
atexit.register(shutil.rmtree, HERE, ignore_errors=True)

# Before the import below, because the site reads its environment once, when it is imported.
os.environ |= {
    "READ_DOTENV": "False",
    "SECRET_KEY": "only-for-tests-and-refused-nowhere-else-because-it-never-leaves-them",
    "DEBUG": "True",
    "DEMO": "True",
    "DATA_DIR": HERE,
    "AUDIT_ANCHOR_DIR": f"{HERE}/audit",
    "EMAIL_URL": "memorymail://",
}
for name in (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "HTTPS",
    "BEHIND_PROXY",
    "CONN_MAX_AGE",
    "SESSION_SECONDS",
):
    os.environ.pop(name, None)

from commissioning.settings import *  # noqa: E402

# A real file, so that two savers meet the same locks as on a site; an in-memory database has others.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{HERE}/test.sqlite3"}

# A slow hash protects people; a test signs in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The server of static files asks for its folder before anybody has collected them.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
