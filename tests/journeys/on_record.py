"""What people do with records: make them, link them, move them on, put them to bodies.

The page of a form is drawn where a journey says `drawn`; else the same form is sent without drawing it.
"""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, expect

from commissioning.models.work import FIELDS
from tests.journeys.forms import RECORD, TITLES, form_with, words_of

NUMBER = re.compile(r"(\d+) is on record")
INVENTED = "Invented."


def day(days: int = 0) -> str:
    """A day so many days from today, as people write it."""
    then = timezone.localdate() + timedelta(days=days)
    return f"{then.day} {then:%B %Y}"


def year() -> str:
    """The year in which a plan begins that starts today."""
    return str(timezone.localdate().year)


def usual(kind: str) -> dict[str, Any]:
    """What a record of a kind says unless a journey says something else."""
    found: dict[str, dict[str, Any]] = {
        "evidence": {"sort": "Figures", "summary": INVENTED, "source": "Our own count", "dated": day(-20)},
        "participation": {"voice": "Parents, carers and families", "held_on": day(-10), "method": "Two groups",
                          "reached": "14", "summary": INVENTED},
        "assessment": {"summary": INVENTED},
        "finding": {"summary": INVENTED, "severity": "High"},
        "priority": {"summary": INVENTED},
        "plan": {"summary": INVENTED, "period_from": day(), "period_to": day(364)},
        "intention": {"need": INVENTED, "value": "40000"},
        "service": {"summary": INVENTED},
        "fund": {"summary": INVENTED},
        "contribution": {"year": year(), "value": "100000"},
        "allocation": {"resource": "Money", "year": year(), "value": "44000"},
        "provider": {"sector": "Voluntary, community or social enterprise"},
        "listing": {"starts": day(-1)},
        "specification": {"summary": INVENTED, "value": "44000"},
        "procurement": {"value": "44000", "budget_approval": day(), "opens": day(), "closes": day(1),
                        "planned_award": day(30), "terms": "The same papers and dates for everybody."},
        "panellist": {"tie": "None: the person has declared that there is none"},
        "bid": {"value": "43500", "received_on": day(), "summary": INVENTED},
        "award": {"value": "43500", "reason": "The best for children at this price. Invented."},
        "agreement": {"summary": INVENTED, "value": "43500", "starts": day(-40), "ends": day(324), "risk": "Low",
                      "monitoring_cycle": "Every month", "first_monitoring_date": day(20),
                      "first_review_date": day(200)},
        "measure": {"quadrant": "How many are better off", "unit": "children", "baseline": "40", "target": "60",
                    "direction": "Higher is better"},
        "review": {"sort": "An agreement", "summary": INVENTED, "opened_on": day()},
        "deficit": {"sort": "A deficit of performance", "summary": INVENTED, "found_on": day()},
        "veto": {"grounds": INVENTED},
    }  # fmt: skip
    return found.get(kind, {})


UNMARKED = {
    "contribution",
    "listing",
    "panellist",
    "bid",
    "award",
    "deficit",
    "intervention",
    "veto",
    "option",
    "return",
}
"""The kinds of record that name no outcome."""


class OnRecord:
    """The part of an actor that works on records."""

    page: Any
    trust: str
    name: str
    here: str
    towards: tuple[str, ...] = ()
    """The outcomes that their records work towards."""

    def puts_on_record(
        self, kind: str, title: str, *, drawn: bool = False, for_exercise: str = "", **said: Any
    ) -> str:
        """Record something of a kind under a title, linked to an exercise where one is named; returns its address."""
        path = f"/{self.trust}/records/{kind}/new/"
        if for_exercise:
            path += f"?link=exercise:{for_exercise.split('/')[-2]}:{FIELDS[kind]}"
        marks = {} if kind in UNMARKED else {"outcomes": list(self.towards)}
        said = {"title": title} | usual(kind) | marks | said
        if drawn:
            self.goes_to(path)
            self.fills(**said)
            self.presses("Save")
            self.sees("is on record")
            told = self.page.locator("main").inner_text()
        else:
            told = self.reads(self.sends(path, to="title", **said))
        number = NUMBER.search(told)
        assert number, f"No number was told for the {kind} ‘{title}’: {told[:500]}"
        made = f"/{self.trust}/records/{kind}/{number[1]}/"
        TITLES[made] = title
        return made

    def reads(self, path: str) -> str:
        """The words of a page, without drawing it."""
        return words_of(self.page.context.request.get(path).text())

    def changes(self, record: str, *, drawn: bool = False, **said: Any) -> None:
        """Change details of a record."""
        if not drawn:
            self.sends(f"{record}edit/", to="title", **said)
            return
        self.goes_to(f"{record}edit/")
        self.fills(**said)
        self.presses("Save")
        self.is_told("Saved")

    def links(self, record: str, field: str, *others: str, drawn: bool = False) -> None:
        """Link other records to a record."""
        path = f"{record}link/{field}/"
        if not drawn:
            self.sends(path, to="others", others=list(others))
            return
        self.goes_to(path)
        for other in others:
            number = other.split("/")[-2]
            self.page.get_by_label(f"{number}. {TITLES[other]}", exact=True).check()
        self.presses("Link them")
        self.is_told("Linked")

    def works_on(self, exercise: str, **records: str | list[str]) -> None:
        """Link records to an exercise, field by field."""
        as_record = exercise.replace("/exercises/", "/records/exercise/")
        for field, found in records.items():
            self.links(as_record, field, *([found] if isinstance(found, str) else found))

    def moves(self, record: str, move: str, **said: Any) -> str:
        """Move a record on, by its button or by the form that it opens."""
        own = f"{record}do/{move}/"
        ask = self.page.context.request.get(own)
        if ask.url.endswith(own):  # it asks for something, or warns first
            return self.sends(own, to=next(iter(said), "form-key"), **said)
        return self.sends(record, to=own)

    def presses_move(self, record: str, words: str, done: str = "", **said: Any) -> None:
        """Move a record on from its page, by a button's words."""
        self.goes_to(record)
        button = self.page.locator("main").get_by_role("button", name=words, exact=True).first
        button.click()
        if said:
            self.page.wait_for_url("**/do/**")
            self.fills(**said)
            self.presses(words)
        self.sees(done)

    def is_refused(self, path: str, *words: str, **said: Any) -> str:
        """A form that is sent does nothing, and the answer says why in these words; returns all of them."""
        ask = self.page.context.request
        form = form_with(ask.get(path).text(), next(iter(said), "form-key"))
        answer = self.answer_to(form.action or path, form, **said)
        told = words_of(answer.text())
        assert answer.status in (409, 422), f"{path} was not refused: {answer.status}"
        for one in words:
            assert one in told, f"{path} does not say ‘{one}’: {told[:3000]}"
        return told

    def finds(self, record: str, *words: str) -> None:
        """The page of a record says this; it is not drawn."""
        told = self.reads(record)
        for one in words:
            assert one in told, f"{record} does not say ‘{one}’: {told[:4000]}"

    # Bodies and advisers ---------------------------------------------------------------------

    def asks_about(self, record: str, question: str, *, drawn: bool = False, **paper: Any) -> str:
        """Put a question about a record to the body that may decide it; returns the item's address."""
        path = f"{record}ask/{question}/"
        said = {
            "why": "Families told us, and the figures say the same. Invented.",
            "recommendation": "Agree.",
        } | paper
        if drawn:
            self.goes_to(path)
            self.fills(**said)
            self.presses("Put it to the body")
            self.is_told("has it now")
        else:
            self.sends(path, to="recommendation", **said)
        items = re.findall(rf"/{self.trust}/decisions/(\d+)/", self.page.context.request.get(record).text())
        return f"/{self.trust}/decisions/{max(map(int, items))}/"

    def decides(self, item: str, present: list[str], outcome: str = "Approved", **said: Any) -> None:
        """As chair or clerk, record what a body decided, without drawing the page; those named were there."""
        usually = {"reason": "Members agreed with the paper. Invented.",
                   "rationale": "Children are helped sooner. Invented."}  # fmt: skip
        self.sends(f"{item}record/", to="outcome", outcome=outcome, present=present, **(usually | said))

    def confirms(self, record: str, code: str) -> None:
        """As an adviser, confirm what the trust's rules ask."""
        self.sends(f"{record}confirm/{code}/", to="note", note="I read the papers. Invented.")

    # Figures -----------------------------------------------------------------------------------

    def files(self, owed: str, figure: str, *, drawn: bool = False) -> None:
        """As the provider, file a return with this figure on every measure."""
        path, said = f"{owed}do/file/", "Two staff joined in the second week. Invented."
        if not drawn:
            form = form_with(self.page.context.request.get(path).text(), "comment")
            figures = {name: figure for name in form.names if name.startswith("line-")}
            assert figures, f"{path} asks for no figure"
            self.sends(path, to="comment", comment=said, **figures)
            return
        self.goes_to(path)
        fields = self.page.locator("[name^='line-']")
        assert fields.count()
        for number in range(fields.count()):
            fields.nth(number).fill(figure)
        self.types("comment", said)
        self.presses("File it")
        self.is_told("Filed")

    def returns_of(self, agreement: str) -> list[str]:
        """The returns that an agreement owes, the first first."""
        text = self.page.context.request.get(agreement).text()
        found = dict(re.findall(rf'href="(/{self.trust}/records/return/\d+/)"[^>]*>([^<]+)<', text))
        TITLES.update({path: " ".join(title.split()) for path, title in found.items()})
        return sorted(found, key=lambda path: int(path.split("/")[-2]))

    def choice_called(self, field: Locator, value: Any) -> str:
        """The label of the option for a record's address; of anything else, the value itself."""
        record = RECORD.fullmatch(str(value))
        if record is None:
            return str(value)
        labels = [label.strip() for label in field.locator("option").all_text_contents()]
        return next(label for label in labels if label.startswith(f"{record[1]}. "))

    def sees_on_thread(self, record: str, *titles: str) -> None:
        """The page that draws the whole thread of a record names all of these."""
        self.goes_to(f"{record}thread/")
        for title in titles:
            expect(self.page.locator("main")).to_contain_text(title)
