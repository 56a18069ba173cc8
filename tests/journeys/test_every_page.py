"""Every page of the site, as an officer, a chair and an administrator find it by following links.

Each is looked at on a desk and at 320 pixels, and each form also sent empty: no fault against WCAG,
no sideways scrolling, one heading, a title of its own, and every error leads to its field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from commissioning.middleware import CONTENT_SECURITY_POLICY
from commissioning.views import errors
from tests.browser import axe_violations
from trusts.nouns import nouns

pytestmark = pytest.mark.journey

WALKS = {
    ("county-durham", "mina.hart"): {
        "trust-home", "exercises", "exercise", "exercise-step", "exercise-create", "exercise-edit",
        "exercise-close", "step-skip", "step-back", "item-submit", "entry-record", "body", "body-ask",
    },
    ("gateshead", "mei.wong"): {"trust-home", "cycle", "cycle-step", "bodies", "body", "meeting", "items", "item"},
    ("county-durham", "rashid.mahmood"): {
        "trust-home", "exercises", "exercise", "exercise-step", "exercise-assign", "exercise-schedule", "items",
        "item", "item-vote", "item-interest", "item-agenda", "decision-record", "body", "meeting-create", "meeting",
    },
    ("gateshead", "ruth.norbury"): {"trust-home", "framework", "framework-part", "framework-submit", "audit"},
    ("gateshead", "priya.neelam"): {"exercise", "gate-override"},
}  # fmt: skip
"""Who finds which pages: officers, chairs and an administrator; each page shows at least once."""

MADE = {
    "condition-close", "item-withdraw", "records", "record", "record-make", "record-edit", "record-link", "record-move", "record-ask",
    "record-thread", "record-override", "record-confirm", "records-home", "records-group", "broken-threads",
    "data", "indicators", "indicator", "indicator-edit", "areas", "areas-edit", "boundaries-bring", "boundaries-take-out", "dataset-make", "dataset-edit", "batch-release", "batch-create", "batch", "batch-explain",
    "batch-undo", "answer", "profile",
}  # fmt: skip
"""Looked at where something is chosen or made for them: a decision with conditions, records. Tests of their own."""
OUTSIDE = {"sign-in": "/sign-in/", "help": "/help/", "accessibility": "/accessibility/"}
"""Pages for anybody, signed in or not."""
STARTS = {
    "mina.hart": ["bodies/ceb/"],
    "rashid.mahmood": ["bodies/jcu/"],
    "priya.neelam": ["bodies/executive/", "exercises/5/", "exercises/2/"],
}
"""Where somebody also begins: their own body; work of which some is out of season on any day of the year."""
NO_PAGE = {
    "home": "leads on to the person's trust",
    "account": "looked at with the pages for anybody", "demo-sign-in": "a button", "sign-out": "a button",
    "step-start": "a button", "step-complete": "a button",
    "step-tick": "a button", "entry-remove": "a button", "record-unlink": "a button",
    "batch-save": "a button", "batch-stop": "a button", "batch-resume": "a button", "batch-faults": "a download",
    "answer-use": "a button", "profile-use": "a button", "exhibit": "a download",
    "framework-version": "an older version, on the same page as the framework",
    "framework-version-part": "a section of one",
    "health": "read by machines", "entry-file": "a download", "framework-file": "a download",
}  # fmt: skip
"""Names that have no page to look at, and why."""

RECORDS = "/county-durham/records/"
ADVISER = "stefan.nowak"
OFTEN = {"exercise": 2, "item": 2}
"""Pages that differ most from one to the next are looked at so many times; any other once."""
DIRECT = {
    "exercise-close": "close/", "step-skip": "steps/{last}/not-needed/", "step-back": "steps/{first}/back/",
}  # fmt: skip
"""Pages of an exercise whose link shows only at its moment."""
SENT_EMPTY = {
    "exercise-create", "exercise-edit", "exercise-close", "step-skip", "step-back", "gate-override", "item-submit", "body-ask",
    "item-withdraw",
    "entry-record", "item", "item-interest", "decision-record", "meeting-create", "condition-close", "sign-in",
    "record-edit", "record-move", "record-ask", "record-override", "record-confirm", "account",
}  # fmt: skip
FORM = "main form:has([name=form-key]):has(textarea, input[type=text]), main form:has([type=password])"
EMPTY_IT = """form => { for (const one of form.elements) {
    if (one.type === 'checkbox' || one.type === 'radio') one.checked = false;
    else if (one.matches('textarea, input:not([type=hidden]), select')) one.value = '';
} }"""
LINKS = "as => [...new Set(as.map(a => new URL(a.getAttribute('href'), location).href))]"


@dataclass
class Walk:
    """One person's way through the site, and every fault met."""

    page: Page
    wanted: set[str] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def follow_links(self, *starts: str) -> None:
        """Open page after page, whatever is linked, until no page that is wanted is left."""
        waiting, seen = [*starts], {*starts}
        while waiting:
            path = waiting.pop(0)
            if not self.wants(path):
                continue
            self.look_at(path)
            links = self.page.locator("a[href]").evaluate_all(LINKS)
            new = [link for link in links if same_site(link, self.page.url)]
            waiting += [p for p in dict.fromkeys(urlsplit(link).path for link in new) if p not in seen]
            seen |= set(waiting)

    def wants(self, path: str) -> bool:
        """Whether a page of this name is still to be looked at."""
        name = name_of(path)
        like_it = [seen for seen in self.found.get(name, []) if is_a_tick(seen) == is_a_tick(path)]
        return name in self.wanted and len(like_it) < OFTEN.get(name, 1)

    def look_at(self, path: str, status: int = 200) -> None:
        """Open a page, judge it, and send its form empty."""
        answer = self.page.goto(path)
        if answer is None or answer.status != status:
            self.faults.append(f"{path}: {answer.status if answer else 'no'} answer")
            return
        name = name_of(path)
        self.found.setdefault(name, []).append(path)
        title = self.page.title()
        if self.titles.setdefault(title, path) != path:
            self.faults.append(f"{path}: the title ‘{title}’ is also that of {self.titles[title]}")
        self.judge(path)
        if name in SENT_EMPTY and not is_a_tick(path) and self.page.locator(FORM).count():
            self.send_it_empty(path)
            self.page.goto(path)

    def judge(self, at: str, widths: tuple[int, ...] = (1280, 320)) -> None:
        """What is wrong with the page that is open, on a desk and at 320 pixels."""
        page = self.page
        if page.locator("h1").count() != 1:
            self.faults.append(f"{at}: {page.locator('h1').count()} headings of the first rank")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            for found in axe_violations(page):
                self.faults.append(
                    f"{at} at {width}: {found['rule']} ({found['asks']}): {found['where'][:2]}"
                )
            if width == 320 and page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide = page.evaluate("document.documentElement.scrollWidth")
                self.faults.append(f"{at}: {wide} pixels wide at 320")
        page.set_viewport_size({"width": 1280, "height": 800})

    def send_it_empty(self, path: str) -> None:
        """An empty form comes back with its errors, each a link to its field."""
        page, form = self.page, self.page.locator(FORM).first
        form.evaluate(EMPTY_IT)
        form.locator("button[type=submit]").first.click()
        page.wait_for_load_state()
        at = f"{path} sent empty"
        summary = page.locator(".govuk-error-summary")
        if summary.count() != 1:
            self.faults.append(f"{at}: {summary.count()} error summaries at {page.url}")
            return
        if not page.title().startswith("Error: "):
            self.faults.append(f"{at}: the title does not begin with ‘Error: ’")
        self.found.setdefault(name_of(urlsplit(page.url).path), []).append(at)
        self.judge(at, widths=(320,))
        for link in summary.locator("a").all():
            link.click()
            target = (link.get_attribute("href") or "").partition("#")[2]
            here = page.evaluate("() => [document.activeElement.tagName, document.activeElement.id]")
            if here[0] not in ("INPUT", "TEXTAREA", "SELECT") or here[1] != target:
                self.faults.append(
                    f"{at}: ‘{link.inner_text()}’ leads to #{target} and the focus is on {here}"
                )

    def ends_well(self) -> None:
        """Nothing was wrong anywhere."""
        assert not self.faults, f"{len(self.faults)} faults:\n" + "\n".join(self.faults)


def names(patterns: list[Any] | None = None) -> Iterator[str]:
    """Every name of the site's own addresses; the administration is Django's."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace is None:
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def name_of(path: str) -> str:
    """The name of an address, empty where it is none of the site's own."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if match.namespaces else match.url_name or ""


def is_a_tick(path: str) -> bool:
    """A tick needs no note, so its form may be sent empty."""
    return any(kind in path for kind in ("/activity/", "/duty/", "/strand/"))


def same_site(link: str, here: str) -> bool:
    return urlsplit(link)[:2] == urlsplit(here)[:2]


def test_every_name_has_its_page():
    looked_at = set().union(*WALKS.values(), MADE, OUTSIDE, NO_PAGE)
    assert set(names()) - looked_at == set(), "Say who finds these pages, or why there is nothing to look at."
    assert looked_at - set(names()) == set(), "These names are gone."


@pytest.mark.parametrize(("trust", "username"), WALKS, ids=[f"{trust}-{name}" for trust, name in WALKS])
def test_every_page_that_a_person_finds(cast, trust, username):
    expected = WALKS[trust, username]
    walk = Walk(cast(username, trust).page, expected)
    walk.follow_links(*(f"/{trust}/{start}" for start in [*STARTS.get(username, []), ""]))
    for name in sorted(expected & set(DIRECT)):
        if name not in walk.found:
            walk.look_at(own_exercise(walk) + DIRECT[name].format(**ends_of_the_cycle(walk)))
    if "framework-submit" in expected:
        walk.look_at(f"/{trust}/framework/1/submit/")
    walk.ends_well()
    assert expected - set(walk.found) == set(), "These pages are linked from nowhere this person comes."


def own_exercise(walk: Walk) -> str:
    """An exercise that the person may change."""
    return re.sub(r"edit/$", "", walk.found["exercise-edit"][0])


def ends_of_the_cycle(walk: Walk) -> dict[str, str]:
    """The first and the last step of the exercise."""
    walk.page.goto(own_exercise(walk))
    steps = [
        urlsplit(link).path.split("/")[-2] for link in walk.page.locator(".weft-walk a").evaluate_all(LINKS)
    ]
    return {"first": steps[0], "last": steps[-1]}


def test_a_condition_is_closed_on_a_page_like_any_other(cast):
    # Given a decision with a condition
    officer, chair = cast("mina.hart", "county-durham"), cast("rashid.mahmood", "county-durham")
    work = officer.starts_an_exercise(
        "With a condition", owner="East Local Children's Board", outcomes=["Be healthy"], localities=["East"],
        level_level="Thematic or local", level_reach="One or more localities", level_tier="Targeted", priority="Sleep",
    )  # fmt: skip
    officer.starts(work, "audit")
    item = officer.puts_to_the_body(work, "audit", "activity")
    present = ["Anjali Mehta", "Fergus Dunn", "Helen Hargreaves", "Sian Morgan"]
    walk = Walk(officer.page)
    walk.look_at(f"{item}withdraw/")
    walk.ends_well()
    chair.records_the_decision(item, "Approved with conditions", present, conditions="Begin in the spring")
    # Then the item, and the page where its condition is closed, are well
    chair.goes_to(item)
    chair.follows("Mark as met")
    walk = Walk(chair.page)
    walk.look_at(chair.here)
    walk.look_at(item)
    walk.ends_well()


@pytest.mark.parametrize("part", [0, 1])
def test_the_pages_of_every_kind_of_record(cast, part):
    walk = Walk(cast("mina.hart", "county-durham").page)
    kinds = [noun.kind for noun in nouns() if noun.form is not None][part::2]
    for kind in kinds:
        walk.look_at(f"{RECORDS}{kind}/")
        found = walk.page.locator("main tbody a[href]").evaluate_all(LINKS)
        walk.look_at(f"{RECORDS}{kind}/new/")
        if found:  # bids that are sealed are shown to nobody
            walk.look_at(urlsplit(found[0]).path)
    walk.ends_well()


def test_the_pages_about_one_record(cast):
    officer = cast("mina.hart", "county-durham")
    walk = Walk(officer.page)
    officer.sends(
        f"{RECORDS}priority/new/", title="Calmer evenings", summary="Fewer crises", outcomes=["ecm.safe"]
    )
    priority, provider = newest(walk, "priority"), newest(walk, "provider")
    for page in ("edit/", "link/findings/", "ask/agree-priority/", "thread/"):
        walk.look_at(f"{priority}{page}")
    for path in (f"{provider}do/suspend/", RECORDS, f"{RECORDS}broken/", f"{RECORDS}in/needs/"):
        walk.look_at(path)
    walk.ends_well()


def test_where_a_rule_is_passed_on_a_record(cast):
    officer, chair = cast("mina.hart", "county-durham"), cast("rashid.mahmood", "county-durham")
    agreement = newest(Walk(officer.page), "agreement").split("/")[-2]
    officer.sends(
        f"{RECORDS}deficit/new/?agreement={agreement}", title="Late visits", sort="problem", summary="Two a week",
        found_on="1 October 2026",
    )  # fmt: skip
    problem = newest(Walk(officer.page), "deficit")
    walk = Walk(chair.page)
    walk.look_at(f"{problem}do/close/rules/DUR-190/")
    walk.ends_well()


def test_where_an_adviser_confirms(cast):
    walk = Walk(cast(ADVISER, "gateshead").page)
    procurement = newest(walk, "procurement", "/gateshead/records/")
    walk.look_at(f"{procurement}confirm/procurement-compliance/")
    walk.ends_well()


def newest(walk: Walk, kind: str, records: str = RECORDS) -> str:
    """The page of the newest record of a kind."""
    walk.page.goto(f"{records}{kind}/")
    return urlsplit(walk.page.locator("main tbody a[href]").evaluate_all(LINKS)[0]).path


def test_pages_for_anybody(cast, page):
    walk = Walk(page)
    for path in OUTSIDE.values():
        walk.look_at(path)
    walk.ends_well()
    signed_in = Walk(cast("mina.hart", "county-durham").page)
    for path in ("/help/", "/accessibility/", "/components/", "/account/"):
        signed_in.look_at(path)
    signed_in.ends_well()


def test_a_page_that_is_for_others(cast):
    walk = Walk(cast("mina.hart", "county-durham").page)
    walk.look_at("/county-durham/audit/", 403)
    walk.ends_well()


def test_a_page_that_does_not_exist(cast, page):
    for walk in (Walk(page), Walk(cast("mina.hart", "county-durham").page)):
        walk.look_at("/nowhere/at/all/", 404)
        walk.ends_well()


def test_the_page_for_a_fault_of_ours(page):
    # Given a page that fails
    asked = RequestFactory().get("/broken/")
    asked.user = AnonymousUser()
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Content-Type": "text/html"}
    body = errors.failed(asked).content
    page.route("**/broken/", lambda route: route.fulfill(status=404, body=body, headers=headers))
    # Then a person reads what happened on a page like any other
    walk = Walk(page)
    walk.look_at("/broken/", 404)
    walk.ends_well()
