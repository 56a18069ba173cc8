"""What is fetched is pinned by version and hash, names no address, and is never committed."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.test_files import FETCHED_OR_BUILT

ROOT = Path(settings.BASE_DIR)
LOCKS = ["requirements.txt", "requirements-dev.txt", "package-lock.json"]
OTHERS_WORK = re.compile(r"\.(woff2?|ttf|otf|eot|whl|tgz|min\.js|min\.css)$")


def pinned(name: str) -> dict[str, str]:
    """The block of each package in a requirements file, by its name."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8"))
    return {match[1]: block for block in blocks if (match := re.match(r"([a-z0-9-]+)==\S", block))}


def wanted(entries: list[str]) -> set[str]:
    """The names that pyproject.toml asks for, spelt as in a requirements file."""
    return {re.split(r"[^A-Za-z0-9_.-]", entry)[0].lower().replace("_", "-") for entry in entries}


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_file_names_an_address(name):
    assert "://" not in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_its_hashes(name):
    bare = [package for package, block in pinned(name).items() if "--hash=sha256:" not in block]
    assert pinned(name)
    assert not bare


def test_everything_asked_for_is_pinned():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    site, tests = wanted(asked["project"]["dependencies"]), wanted(asked["dependency-groups"]["dev"])
    assert site <= set(pinned("requirements.txt"))
    assert site | tests <= set(pinned("requirements-dev.txt"))


def test_tests_run_on_the_versions_that_the_site_runs_on():
    site, tests = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert site == {package: tests[package] for package in site}


def test_every_browser_package_has_its_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all("integrity" in entry for path, entry in packages.items() if path)


def test_no_third_party_file_is_committed():
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {"node_modules/", "static/vendor/", ".venv/", ".env"} <= set(ignored)
    others = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if OTHERS_WORK.search(path.name) and not FETCHED_OR_BUILT & set(path.relative_to(ROOT).parts)
    ]
    assert not others
