"""People in a browser: what an officer, a member and a clerk do, told in their own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import yaml
from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.journeys.forms import Form, as_typed, filled, form_with, words_of
from tests.journeys.on_record import OnRecord
from trusts.framework.document import read
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Output
from trusts.framework.vocabulary import SORTS

ROOT = Path(__file__).resolve().parent.parent.parent
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
ALL = object()
WHY = "Families told us, and the figures say the same. Invented."


@lru_cache
def framework(trust: str) -> Reading:
    """What a trust's own file says, so that a journey asks for nothing the trust does not."""
    return Reading(read((ROOT / "trusts" / "blueprints" / f"{trust}.yaml").read_text("utf-8")))


@lru_cache
def names(trust: str) -> dict[str, str]:
    """The names of a demo trust's people by username."""
    people = yaml.safe_load((ROOT / "commissioning" / "demo" / f"{trust}.yaml").read_text("utf-8"))["people"]
    return {person["username"]: person["name"] for person in people}


def anything(output: Output) -> str:
    """Something an output takes."""
    if output.kind == "choice":
        return output.choices[0]
    return {"number": "12", "date": "4 December 2026"}.get(output.kind, f"{output.label}: invented.")


@dataclass
class Actor(OnRecord):
    """One person with a browser of their own, in one trust."""

    page: Page
    trust: str
    username: str
    knows_the_page: bool = False

    @cached_property
    def name(self) -> str:
        """As pages write it."""
        return names(self.trust)[self.username]

    @property
    def here(self) -> str:
        """The path of the page that is open."""
        return urlsplit(self.page.url).path

    # Moving about ----------------------------------------------------------------------

    def goes_to(self, path: str) -> int:
        """Open a page, of the trust where the address is relative; returns the status."""
        answer = self.page.goto(path if path.startswith("/") else f"/{self.trust}/{path}")
        return answer.status if answer else 0

    def presses(self, words: str) -> None:
        """Press a button by its words."""
        self.page.locator("main").get_by_role("button", name=words).first.click()

    def follows(self, words: str) -> None:
        """Follow a link by its words."""
        self.page.locator("main").get_by_role("link", name=words).first.click()

    def types(self, field: str, text: str) -> None:
        """Type into a field by its name."""
        self.page.locator(f"[name='{field}']:not([type=hidden])").fill(text)

    def chooses(self, label: str) -> None:
        """Tick a box or choose a radio button by its label."""
        self.page.locator("main").get_by_label(label, exact=True).check()

    def sees(self, *words: str) -> None:
        """The page says this."""
        for said in words:
            expect(self.page.locator("main")).to_contain_text(said)

    def is_told(self, words: str) -> None:
        """A message at the top of the page says this."""
        expect(self.page.locator(".govuk-notification-banner").filter(has_text=words).first).to_be_visible()

    def is_turned_away(self, path: str, *words: str) -> None:
        """A page refuses, and says why or whose it is."""
        assert self.goes_to(path) == 403
        self.sees("You cannot", *words)

    # Reasons why not -------------------------------------------------------------------

    def cannot(self, words: str) -> None:
        """A button is there and cannot be pressed."""
        expect(self.page.get_by_role("button", name=words).first).to_be_disabled()

    def reads_why(self, rule: str, *words: str) -> Locator:
        """The reason a rule gives on this page, opening ‘Why is this blocked?’ where it is folded."""
        reason = self.page.locator(
            ".weft-refusal", has=self.page.locator(".weft-refusal__rule", has_text=rule)
        ).first
        reason.wait_for(state="attached")  # the page may still be on its way
        if not reason.is_visible():
            reason.locator("xpath=ancestor::details[1]/summary").click()
        expect(reason).to_be_visible()
        for said in words:
            expect(reason).to_contain_text(said)
        return reason

    def rules_in_the_way(self) -> list[str]:
        """The rules that stand in the way on this page."""
        return self.page.locator(".weft-refusal__rule").all_text_contents()

    def passes_the_rule(self, exercise: str, step: str, rule: str, reason: str) -> None:
        """Go ahead with a reason, from the step's own page."""
        self.goes_to(f"{exercise}steps/{step}/")
        self.reads_why(rule).get_by_role("link", name="Go ahead with a reason").click()
        self.types("reason", reason)
        self.presses("Go ahead with this reason")
        self.is_told("Your reason is kept")
        self.sees(f"Passed rule {rule} with a reason", reason, self.name)

    # Exercises -------------------------------------------------------------------------

    def starts_an_exercise(self, title: str, **about: Any) -> str:
        """Create one through the form; returns its address. `about` is field name to label(s) or text."""
        self.goes_to("exercises/new/")
        self.fills(title=title, **about)
        self.presses("Create")
        expect(self.page.locator("h1")).to_contain_text(title)
        return self.here

    def fills(self, **fields: Any) -> None:
        """Fill fields by name: a list ticks boxes by their labels, a text chooses or types."""
        for name, value in fields.items():
            field = self.page.locator(f"[name='{name}'], [name='{name.replace('_', '-')}']")
            if value is True:
                field.check()
            elif isinstance(value, list):
                for label in value:
                    field.locator("xpath=..").get_by_label(label, exact=True).check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(label=self.choice_called(field, value))
            elif field.first.get_attribute("type") == "radio":
                field.locator("xpath=..").get_by_label(value, exact=True).check()
            else:
                field.first.fill(as_typed(value))

    def starts(self, exercise: str, step: str) -> None:
        """Start a step with the button that bears its name."""
        self.at(exercise, step)
        self.presses(f"Start ‘{framework(self.trust).step(step).label}’")
        expect(self.page.locator("main").get_by_role("button", name="Complete ‘")).to_be_visible()

    def completes(self, exercise: str, step: str) -> None:
        """Complete a step with the button that bears its name."""
        self.at(exercise, step)
        label = framework(self.trust).step(step).label
        self.presses(f"Complete ‘{label}’")
        self.is_told(f"‘{label}’ is complete")

    def at(self, exercise: str, step: str) -> None:
        """Open a step's page unless it is open already."""
        if self.here != f"{exercise}steps/{step}/":
            self.goes_to(f"{exercise}steps/{step}/")

    def ticks_everything(self, exercise: str, step: str) -> int:
        """Tick all that is theirs to tick at a step, at once; returns how much that was."""
        self.at(exercise, step)
        boxes = self.page.locator("input[name=done]")
        count = boxes.count()
        for number in range(count):
            boxes.nth(number).check()
        if count:
            self.presses("Save what I ticked")
            self.is_told("arked as done")
        return count

    def ticks_their_duty(self, exercise: str, step: str, duty: str) -> None:
        """Tick a duty of the responsibilities table that is theirs by their role."""
        self.goes_to(f"{exercise}steps/{step}/")
        expect(self.page.locator(".weft-cell--mine", has=self.page.locator(f"#duty-{duty}"))).to_be_visible()
        self.page.locator(f"#duty-{duty} input").check()
        self.presses("Save what I ticked")
        expect(self.page.locator(f"#duty-{duty}")).to_contain_text(self.name)

    def cannot_tick(self, exercise: str, step: str, duty: str) -> None:
        """A duty of somebody else's: it is shown, and there is no box to tick."""
        self.at(exercise, step)
        expect(self.page.locator(f"#duty-{duty}")).to_be_visible()
        expect(self.page.locator(f"#duty-{duty} input")).to_have_count(0)

    def records_everything(
        self, exercise: str, step: str, said: dict[str, str], but: tuple[str, ...] = ()
    ) -> None:
        """Record every output of a step; `said` has texts by output code, `but` are left out.

        The first is typed into its page; the forms of the others are sent without drawing them.
        """
        wanted = self.typed(exercise, step, but)
        for output in wanted[1:]:
            self.sends(
                f"{exercise}steps/{step}/output/{output.code}/",
                text=said.get(output.code) or anything(output),
            )
        if wanted:
            self.records(exercise, step, wanted[0].code, said.get(wanted[0].code, ""))
        recorded = self.page.locator(".weft-outputs dd > .weft-check__note").filter(has_text=self.name)
        expect(recorded).to_have_count(len(wanted))

    def typed(self, exercise: str, step: str, but: tuple[str, ...]) -> list[Output]:
        """Of the outputs of a step, those that are typed in; evidence and participation are put on record on the way.

        Other records have rules of their own: a journey makes them where its story does.
        """
        wanted = [output for output in framework(self.trust).step(step).outputs if output.code not in but]
        for output in wanted:
            if output.kind in ("evidence", "participation"):
                self.is_told_of(exercise, output)
        return [output for output in wanted if not output.is_record]

    def is_told_of(self, exercise: str, output: Output) -> str:
        """Put the evidence or participation on record that an output asks for, from the exercise; returns its address."""
        sort = {"evidence": "sort", "participation": "voice"}[output.kind]
        words = SORTS[output.kind]
        marks = {sort: words[output.sorts[0]]} if output.sorts else {}
        return self.puts_on_record(output.kind, f"{output.label}, told"[:150], for_exercise=exercise, **marks)

    def sends(self, path: str, to: str = "", **fields: Any) -> str:
        """Fill in a form of a page and send it without drawing the page: the one that goes `to` an address.

        ALL as a value ticks every box of that name. Returns where it leads.
        """
        form = form_with(self.page.context.request.get(path).text(), to or next(iter(fields)))
        given = {
            name: form.choices.get(name, []) if value is ALL else value for name, value in fields.items()
        }
        if to and ALL in fields.values() and not any(given.values()):
            return ""  # nothing there is this person's to tick
        answer = self.answer_to(form.action or path, form, **given)
        assert answer.status == 302, f"{path} was refused: {answer.status} {words_of(answer.text())[:3000]}"
        return urlsplit(answer.headers["location"]).path

    def answer_to(self, path: str, form: Form, **fields: Any) -> APIResponse:
        """What comes back when a form is sent, filled in like this."""
        sent = urlencode(filled(form, **fields), doseq=True)
        return self.page.context.request.post(path, data=sent, headers=URLENCODED, max_redirects=0)

    def records(self, exercise: str, step: str, code: str, text: str = "") -> None:
        """Record one output: its text, choice, number or date, as it asks."""
        output = framework(self.trust).outputs[step, code]
        self.goes_to(f"{exercise}steps/{step}/output/{code}/")
        if output.kind == "choice":
            self.chooses(text or anything(output))
        else:
            self.types("text", text or anything(output))
        self.presses("Save")
        expect(self.page.locator(f"#output-{code} .weft-check__note")).to_contain_text(self.name)

    def works_through(self, exercise: str, step: str, but: tuple[str, ...] = (), **said: str) -> None:
        """Start a step, tick and record everything at it but what is told later; it is not completed yet.

        The first of an actor's steps is worked through on its page; the same forms of the later ones
        are sent without drawing them.
        """
        texts = {code.replace("_", "-"): text for code, text in said.items()}
        if self.knows_the_page:
            self.works_unseen(exercise, step, texts, but)
            return
        self.starts(exercise, step)
        self.ticks_everything(exercise, step)
        self.records_everything(exercise, step, texts, but)
        self.knows_the_page = True

    def works_unseen(self, exercise: str, step: str, said: dict[str, str], but: tuple[str, ...]) -> None:
        """Send the forms by which a step is started, ticked and recorded."""
        page = f"{exercise}steps/{step}/"
        self.sends(page, to=f"{page}start/")
        self.sends(page, to=f"{page}tick/", done=ALL)
        for output in self.typed(exercise, step, but):
            self.sends(f"{page}output/{output.code}/", text=said.get(output.code) or anything(output))
        self.goes_to(page)

    def closes(self, exercise: str, learned: str) -> str:
        """End the round with what was learned; returns the address of the next one, linked to this."""
        self.goes_to(exercise)
        self.presses("Close this round")
        self.types("learned", learned)
        self.chooses("Yes, with the same title, partners and people")
        self.presses("Close it")
        self.is_told("Closed")
        self.sees("round 2", "What was learned in round 1")
        following = self.here
        self.goes_to(exercise)
        self.sees("The next round has started", learned)
        self.follows("round 2")
        assert self.here == following
        return following

    # Decisions -------------------------------------------------------------------------

    def puts_to_the_body(self, exercise: str, step: str, kind: str, **paper: str) -> str:
        """Put a question to a body; returns the item's address."""
        self.goes_to(f"{exercise}steps/{step}/ask/{kind}/")
        for field, text in ({"why": WHY, "recommendation": "Approve."} | paper).items():
            self.types(field, text)
        self.presses("Put it to the body")
        self.is_told("has it now")
        return self.here

    def votes(self, item: str, verdict: str = "Approve", reason: str = "") -> None:
        """Read an item and give a view in two taps."""
        self.goes_to(item)
        self.chooses(verdict)
        if reason:
            self.types("reason", reason)
        self.presses("Give my view")
        self.is_told("Your view is kept")
        self.sees("Your view:")

    def fills_the_record(self, item: str, outcome: str, present: Sequence[str], **fields: str) -> None:
        """As chair or clerk, fill in what the body decided; those who gave a view are ticked already."""
        self.goes_to(item)
        self.presses("Record the decision")
        self.chooses(outcome)
        said = {
            "reason": "Members agreed with the paper. Invented.",
            "rationale": "Children are helped sooner. Invented.",
        }
        for field, text in (said | fields).items():
            self.types(field, text)
        for name in present:
            self.chooses(name)

    def records_the_decision(
        self, item: str, outcome: str = "Approved", present: Any = (), **said: str
    ) -> None:
        """Record what the body decided, once and for good."""
        self.fills_the_record(item, outcome, present, **said)
        self.presses("Record the decision")
        self.is_told("Recorded")
        self.sees(f"Recorded by {self.name}")
