"""What every test stands on: the browser's fixtures, quick property tests, a clean folder."""

import os
import shutil

import pytest
from django.conf import settings
from hypothesis import settings as property_tests

pytest_plugins = ["tests.browser", "tests.trust_data"]

# Playwright keeps a loop running in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Time limits per example fail on a busy machine and prove nothing; the same examples each time.
property_tests.register_profile("weft", deadline=None, derandomize=True)
property_tests.load_profile("weft")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Uploads and the heads of the audit chain go to a folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AUDIT_ANCHOR_DIR = tmp_path / "audit"


def pytest_unconfigure() -> None:
    """Remove the folder of tests/settings.py; workers of xdist end too abruptly for it to do so itself."""
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)
