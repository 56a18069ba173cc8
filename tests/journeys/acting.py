"""People in a browser: what an officer, a member and a clerk do, told in their own words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from trusts.framework.document import read
from trusts.framework.reading import Reading

BLUEPRINTS = Path(__file__).resolve().parent.parent.parent / "trusts" / "blueprints"


def framework(trust: str) -> Reading:
    """What a trust's own file says, so that a journey asks for nothing the trust does not."""
    return Reading(read((BLUEPRINTS / f"{trust}.yaml").read_text("utf-8")))


@dataclass
class Actor:
    """One person with a browser of their own, in one trust."""

    page: Page
    trust: str
    name: str

    # Moving about ----------------------------------------------------------------------

    def goes_to(self, path: str) -> None:
        """Open a page of the trust."""
        self.page.goto(path if path.startswith("/") else f"/{self.trust}/{path}")

    def presses(self, words: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=words).first.click()

    def follows(self, words: str) -> None:
        """Follow a link by its words."""
        self.page.get_by_role("link", name=words).first.click()

    def sees(self, words: str) -> None:
        """The page says this."""
        expect(self.page.locator("main")).to_contain_text(words)

    def is_told(self, words: str) -> None:
        """A message at the top of the page says this."""
        expect(self.page.locator(".govuk-notification-banner").filter(has_text=words).first).to_be_visible()

    # Exercises -------------------------------------------------------------------------

    def starts_an_exercise(self, title: str, **about: Any) -> str:
        """Create one through the form; returns its address. `about` is field name to label(s) or text."""
        self.goes_to("exercises/new/")
        self.fills(title=title, **about)
        self.presses("Create")
        expect(self.page.locator("h1")).to_contain_text(title)
        return self.page.url

    def fills(self, **fields: Any) -> None:
        """Fill fields by name: a list ticks boxes by their labels, a text chooses or types."""
        for name, value in fields.items():
            field = self.page.locator(f"[name='{name.replace('__', '-')}']")
            if isinstance(value, list):
                for label in value:
                    field.locator("xpath=..").get_by_label(label, exact=True).check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(label=value)
            elif field.first.get_attribute("type") == "radio":
                field.locator("xpath=..").get_by_label(value, exact=True).check()
            else:
                field.first.fill(value)

    def starts(self, step: str) -> None:
        """Start a step with the button that bears its name."""
        self.presses(f"Start ‘{step}’")

    def completes(self, step: str) -> None:
        """Complete a step with the button that bears its name."""
        self.presses(f"Complete ‘{step}’")

    def cannot(self, words: str) -> None:
        """A button is there and cannot be pressed."""
        expect(self.page.get_by_role("button", name=words).first).to_be_disabled()

    def reads_why(self, rule: str) -> str:
        """The reason a rule gives on this page, opening ‘Why is this blocked?’ where it is folded."""
        reason = self.page.locator(".weft-refusal", has=self.page.locator(".weft-refusal__rule", has_text=rule)).first
        if not reason.is_visible():
            self.page.locator("summary", has_text="Why is this blocked?").first.click()
        expect(reason).to_be_visible()
        return reason.inner_text()

    def ticks_everything(self, exercise: str, step: str) -> None:
        """Tick all that is theirs to tick at a step."""
        self.goes_to(f"{exercise}steps/{step}/")
        boxes = self.page.locator("input[name=done]")
        for number in range(boxes.count()):
            boxes.nth(number).check()
        if boxes.count():
            self.presses("Save what I ticked")

    def records_everything(self, exercise: str, step: str, said: dict[str, str], but: tuple[str, ...] = ()) -> None:
        """Record every output of a step that is not on record yet; `said` has texts by output code."""
        for output in framework(self.trust).step(step).outputs:
            if output.code not in but:
                self.records(exercise, step, output.code, said.get(output.code, ""))

    def records(self, exercise: str, step: str, code: str, text: str = "") -> None:
        """Record one output: its text, choice, number, date, link or file, as it asks."""
        output = framework(self.trust).outputs[step, code]
        self.goes_to(f"{exercise}steps/{step}/output/{code}/")
        if output.kind == "choice":
            self.page.get_by_label(text or output.choices[0], exact=True).check()
        elif output.kind == "link":
            self.page.locator("[name=link]").fill(text or "https://example.org/paper")
        elif output.kind == "file":
            paper = {"name": "paper.txt", "mimeType": "text/plain", "buffer": (text or "Invented.").encode()}
            self.page.locator("[name=file]").set_input_files(paper)
        else:
            plain = {"number": "12", "date": "4 December 2026"}.get(output.kind, f"{output.label}: invented.")
            self.page.locator("[name=text]").fill(text or plain)
        self.presses("Save")
        expect(self.page.locator(f"#output-{code}")).not_to_contain_text("Not recorded yet")

    # Decisions -------------------------------------------------------------------------

    def puts_to_the_body(self, exercise: str, step: str, kind: str, body: str = "") -> str:
        """Put a question to a body; returns the item's address."""
        self.goes_to(f"{exercise}steps/{step}/ask/{kind}/")
        if body:
            self.page.locator("[name=body]").select_option(label=body)
        self.page.locator("[name=why]").fill("Families told us, and the figures say the same. Invented.")
        self.page.locator("[name=recommendation]").fill("Approve.")
        self.presses("Put it to the body")
        self.is_told("has it now")
        return self.page.url

    def votes(self, item: str, verdict: str = "Approve", reason: str = "") -> None:
        """Read an item and give a view in two taps."""
        self.goes_to(item)
        self.page.get_by_label(verdict, exact=True).check()
        if reason:
            self.page.locator("[name=reason]").fill(reason)
        self.presses("Give my view")
        self.sees("Your view:")

    def records_the_decision(self, item: str, outcome: str = "Approved", **fields: str) -> None:
        """As chair or clerk, record what the body decided, with everybody who gave a view."""
        self.goes_to(item)
        self.follows("Record the decision")
        self.page.get_by_label(outcome, exact=True).check()
        self.page.locator("[name=reason]").fill(fields.get("reason", "Members agreed with the paper. Invented."))
        self.page.locator("[name=rationale]").fill(fields.get("rationale", "Children are helped sooner. Invented."))
        if "conditions" in fields:
            self.page.locator("[name=conditions]").fill(fields["conditions"])
        self.presses("Record the decision")
        self.is_told("Recorded")
