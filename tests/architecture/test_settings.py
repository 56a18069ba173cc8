"""Every setting is documented, and a site that would be unsafe does not start."""

import ast
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "weft.example.org",
    "READ_DOTENV": "False",
}


def variables_read() -> set[str]:
    """The environment variables that settings.py asks for, by env.<type>("NAME") or secret("NAME")."""
    tree = ast.parse((ROOT / "commissioning" / "settings.py").read_text("utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and (
            (isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env")
            or getattr(call.func, "id", "") == "secret"
        )
    }


def variables_documented() -> set[str]:
    """The names in .env.example, set there or shown with their default."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    return {match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]*)=", line))}


def check(tmp_path, **environment):
    """`manage.py check --deploy` in a process that knows this environment and no other."""
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "commissioning.settings",
        **environment,
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={key: value for key, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_env_example_lists_every_setting_and_no_other():
    assert variables_read() == variables_documented()


def test_a_production_site_passes_every_check(tmp_path):
    done = check(tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DEMO": "True"}, "DEMO is on while DEBUG is off"),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "security.W009"),
        ({"ALLOWED_HOSTS": ""}, "security.W020"),
        ({"HTTPS": "False"}, "security.W008"),
    ],
    ids=["demo", "no key", "empty key", "weak key", "no host", "no TLS"],
)
def test_an_unsafe_site_is_refused(tmp_path, changed, said):
    done = check(tmp_path, **PRODUCTION | changed)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
