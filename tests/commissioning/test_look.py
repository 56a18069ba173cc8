"""What every page is held to: nothing inline, nothing from elsewhere, no fonts or emblems of GOV.UK."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django_tables2 import Column, Table

from commissioning.management.commands.build_assets import without_reserved_parts
from commissioning.middleware import SecurityHeaders

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted(BASE.joinpath("templates").rglob("*.html"))
FORBIDDEN = [
    r"\sstyle=",
    r"\son[a-z]+=",
    r"<script(?![^>]*\bsrc=)",
    r"javascript:",
    r"https?://(?!www\.w3\.org/)",
    r"\|safe\b",
]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_no_template_holds_what_the_policy_forbids(template):
    text = template.read_text("utf-8")
    assert [pattern for pattern in FORBIDDEN if re.search(pattern, text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_every_template_compiles(template):
    get_template(str(template.relative_to(BASE / "templates")))


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_of_last_resort_need_nothing(name):
    assert "Weft" in render_to_string(name)


def test_every_answer_carries_the_policy():
    response = SecurityHeaders(lambda request: HttpResponse("x"))(RequestFactory().get("/"))
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cache-Control" not in response.headers


@pytest.mark.parametrize(
    ("header", "kept"), [({}, "no-store, private"), ({"Cache-Control": "max-age=1"}, "max-age=1")]
)
def test_the_pages_of_a_signed_in_person_are_not_stored(header, kept):
    request = RequestFactory().get("/")
    request._cached_user = type("Somebody", (), {"is_authenticated": True})()
    response = SecurityHeaders(lambda request: HttpResponse("x", headers=header))(request)
    assert response.headers["Cache-Control"] == kept


def test_fonts_and_emblems_are_taken_out():
    css = (
        "a{b:c}@font-face{font-family:GDS Transport;src:url(/x.woff2)}.d{font-family:GDS Transport,arial}"
        ".e:before{background:url(/govuk-crest.svg)}@supports (x){.e:before{mask:url(/govuk-crest.svg)}}"
        "\n/*# sourceMappingURL=x.map */"
    )
    assert without_reserved_parts(css).strip() == "a{b:c}.d{font-family:arial}@supports (x){}"


def test_what_cannot_be_taken_out_is_refused():
    with pytest.raises(CommandError, match=r"url\("):
        without_reserved_parts("a{background:url(/elsewhere.png)}")


class Rows(Table):
    """A table of two columns."""

    name = Column()
    value = Column(attrs={"cell": {"class": "numeric"}})


def drawn(rows, **more):
    """A table as a page draws it."""
    table = Rows(rows, order_by="-value", **more)
    table.caption = "Agreements"
    request = RequestFactory().get("/?name=x&page=3")
    table.paginate(page=2, per_page=2) if len(rows) > 2 else None
    return table.as_html(request)


def test_a_table_says_what_it_is_and_how_it_is_sorted():
    html = drawn([{"name": f"<b>{n}", "value": n} for n in range(5)])
    assert "Agreements</caption>" in html
    assert 'aria-sort="descending"' in html
    assert 'href="?name=x&amp;page=1&amp;sort=value"' in html
    assert html.count('scope="row"') == 2
    assert "&lt;b&gt;2" in html
    assert 'govuk-table__cell--numeric">2<' in html
    assert 'aria-label="Page 2" aria-current="page"' in html


def test_an_empty_table_says_what_belongs_there():
    html = drawn([], empty_text="No agreements yet.")
    assert "No agreements yet." in html
    assert "<table" not in html
