"""What is on somebody: worked out from refusals, decisions and due dates, never typed by anybody.

Each line is one verb and one link. It goes away when what it asks for is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst

from commissioning.actions import exercise as exercises
from commissioning.desk import Desk
from commissioning.exercise_page import Line as StepLine
from commissioning.exercise_page import lines_of
from commissioning.foresight import obstacles
from commissioning.models import Entry, Exercise
from commissioning.templatetags.weft import day, people
from trusts.governance.refusal import Missing, Refusal
from trusts.models import Item
from trusts.nouns import noun_of

SOON = 14
"""Days before a date from which it is said."""
TAGS = {"late": "red", "soon": "yellow", "back": "yellow", "do": "blue", "ready": "green", "blocked": "grey"}
VERBS = {
    "#output-": "Record it", "#activity-": "Mark it done", "#duty-": "Mark it done", "#strand-": "Finish it",
    "#ask-": "Ask for it", "/assign/": "Name one", "/edit/": "Add it", "/records/": "Finish it",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that waits for somebody."""

    kind: str
    tag: str
    text: str
    verb: str
    url: str
    about: str = ""
    note: str = ""
    due: date | None = None

    @property
    def colour(self) -> str:
        """The colour of its tag; the tag's words say the same."""
        return TAGS[self.kind]

    @property
    def order(self) -> tuple:
        """Late first, the longest late at the top; blocked last."""
        return list(TAGS).index(self.kind), self.due or date.max, self.text


@dataclass(frozen=True)
class Wait:
    """Something that waits for others."""

    text: str
    about: str
    url: str
    when: date | None
    """The date of the meeting it is on the agenda of."""
    next: date | None
    """When the body next meets, whatever it takes then."""


def lines_for(desk: Desk) -> list[Line]:
    """Everything that waits for this person, what is late first."""
    found = [*_conditions(desk), *_sent_back(desk), *_returns(desk), *_routes(desk)]
    # A provider is named in an exercise, but its steps are not the provider's to move.
    mine = set() if desk.is_provider else {exercise.pk for exercise in desk.mine}
    for exercise in desk.exercises:
        found += _exercise_lines(desk, exercise) if exercise.pk in mine else _helping_lines(desk, exercise)
    return sorted(found, key=lambda line: line.order)


def _exercise_lines(desk: Desk, exercise: Exercise) -> Iterator[Line]:
    """One line for each step under way, and one for the next step where that is what comes now."""
    following = exercise.next_step
    under_way = False
    for line in lines_of(exercise):
        if line.state == "open":
            under_way = True
            yield _step_line(desk, exercise, line, "step.complete")
        elif following is not None and line.step.code == following.code:
            told = _step_line(desk, exercise, line, "step.start")
            if told.kind == "late" or not under_way:
                yield told
    if following is None and not under_way:
        yield from _closing(desk, exercise)
    if not exercise.officer_id:
        yield from _unassigned(desk, exercise)


def _step_line(desk: Desk, exercise: Exercise, line: StepLine, transition: str) -> Line:
    """What a step needs now: the first thing missing, or to be moved on."""
    step, starts = line.step, transition == "step.start"
    stops = obstacles(desk, exercise, transition, step.code)
    about = f"{exercise.title} · {step.label}" + (f", due {day(line.due)}" if line.due else "")
    kind, tag = _urgency(line.due, desk.today)
    if not stops:
        kind, tag = (kind, tag) if kind == "late" else ("ready", "Ready")
        text = f"‘{step.label}’ can {'start' if starts else 'be completed'}"
        if desk.standing.may("exercise.advance", exercise, step=step.code):
            return Line(
                kind, tag, text, "Start it" if starts else "Complete it", line.url, about, due=line.due
            )
        who = exercise.officer or exercise.lead
        note = f"{who.name} can do that." if who and who.pk != desk.standing.person.pk else ""
        return Line(kind, tag, text, "Look", line.url, about, note, line.due)
    stop = stops[0]
    first = stop.missing[0] if stop.missing else Missing(stop.reason, stop.url)
    verb = _verb(first.url)
    mine = bool(verb) and _may_clear(desk, exercise, step.code, first.url)
    if not mine and kind != "late":
        kind, tag = "blocked", "Blocked"
    more = sum(max(len(s.missing), 1) for s in stops) - 1
    text = (
        first.reason
        if mine
        else f"‘{step.label}’ cannot {'start' if starts else 'be completed'}: {_small(first.reason)}"
    )
    note = _note(stop, mine) + (
        f" {more} more before it can {'start' if starts else 'be completed'}." if more else ""
    )
    return Line(
        kind,
        tag,
        text,
        verb if mine else "See why",
        first.url if mine else line.url,
        about,
        note.strip(),
        line.due,
    )


def _verb(url: str) -> str:
    return next((verb for part, verb in VERBS.items() if part in url), "")


def _may_clear(desk: Desk, exercise: Exercise, step: str, url: str) -> bool:
    """Whether this person can do what is missing, by the page where it is done."""
    if "/records/" in url:
        kind = url.partition("/records/")[2].partition("/")[0]
        return desk.standing.may(noun_of(kind).edit_act)
    act = {"#ask-": "item.submit", "/assign/": "exercise.assign", "/edit/": "exercise.edit"}
    wanted = next((name for part, name in act.items() if part in url), "exercise.work")
    return desk.standing.may(wanted, exercise, step=step)


def _note(stop: Refusal, mine: bool) -> str:
    if mine and not stop.meets:
        return ""
    said = f"{capfirst(people(stop.who))} can clear it." if stop.who and not mine else ""
    return f"{said} Next meeting {day(stop.meets)}." if stop.meets else said


def _small(words: str) -> str:
    """A sentence as it goes on after a colon; names keep their capitals."""
    return (
        words[0].lower() + words[1:]
        if words.split(" ", maxsplit=1)[0] in ("The", "No", "It", "Every", "This")
        else words
    )


def _urgency(due: date | None, today: date) -> tuple[str, str]:
    if due is None or (due - today).days > SOON:
        return "do", "To do"
    days = (due - today).days
    if days < 0:
        return "late", f"Late {-days} day{'' if days == -1 else 's'}"
    return "soon", "Due today" if days == 0 else f"Due {due.day} {due:%B}"


def _closing(desk: Desk, exercise: Exercise) -> Iterator[Line]:
    if not desk.standing.may("exercise.close", exercise):
        return
    stops = exercises.obstacles_to_closing(exercise, by=desk.standing.person)
    text = f"Every {exercise.framework.word('step')} is finished"
    note = str(stops[0]) if stops else ""
    url = reverse("exercise-close", args=[exercise.trust.code, exercise.number])
    yield Line("blocked" if stops else "ready", "Blocked" if stops else "Ready", text, "See why" if stops else "Close it",
               url, exercise.title, note)  # fmt: skip


def _unassigned(desk: Desk, exercise: Exercise) -> Iterator[Line]:
    if desk.standing.may("exercise.assign", exercise):
        url = reverse("exercise-assign", args=[exercise.trust.code, exercise.number])
        yield Line(
            "do",
            "To do",
            f"No {exercise.framework.word('officer')} is named",
            "Name one",
            url,
            exercise.title,
        )


def _helping_lines(desk: Desk, exercise: Exercise) -> Iterator[Line]:
    """The person's own duties at the steps under way of an exercise that somebody else runs."""
    if not exercise.officer_id:
        yield from _unassigned(desk, exercise)
    for line in lines_of(exercise):
        cells = [c for c in exercise.framework.cells(line.step.code) if c.role in desk.standing.roles]
        code = line.step.code
        left = [d for c in cells for d in c.duties if exercise.entry(code, Entry.Kind.DUTY, d.code) is None]
        if line.state == "open" and left and desk.standing.may("exercise.work", exercise, step=code):
            kind, tag = _urgency(line.due, desk.today)
            note = f"{len(left) - 1} more of your duties here." if len(left) > 1 else ""
            yield Line(kind, tag, left[0].label, "Mark it done", f"{line.url}#duty-{left[0].code}",
                       f"{exercise.title} · {line.step.label}", note, line.due)  # fmt: skip


def _conditions(desk: Desk) -> Iterator[Line]:
    """Conditions a body set when it agreed, until somebody shows that they are met."""
    code, keepers = desk.standing.trust.code, desk.standing.bodies_for("condition.close")
    for condition in desk.conditions:
        item = condition.decision.item
        kind, tag = _urgency(condition.due, desk.today)
        about = f"{item.body.name} set this on ‘{item.title}’"
        verb, url = "Read it", reverse("item", args=[code, item.pk])
        if item.body_id in keepers and item.submitted_by_id != desk.standing.person.pk:
            verb, url = "Show it is met", reverse("condition-close", args=[code, item.pk, condition.pk])
        yield Line(
            kind, "Condition" if kind == "do" else tag, condition.text, verb, url, about, due=condition.due
        )


def _sent_back(desk: Desk) -> Iterator[Line]:
    """Questions a body did not agree to, until they are asked again or no longer matter."""
    asked: dict[tuple, Item] = {}
    own = [item for item in desk.items if item.submitted_by_id == desk.standing.person.pk]
    about = [item for exercise in desk.mine for item in exercise.all("items") if not _past(exercise, item)]
    passed = {item.pk for e in desk.mine for item in e.all("items") if _past(e, item)}
    for item in sorted({i.pk: i for i in [*own, *about] if i.pk not in passed}.values(), key=lambda i: i.pk):
        asked[item.subject_type_id, item.subject_id or -item.pk, item.kind] = item
    for item in asked.values():
        if item.state == Item.State.DECIDED and not item.decision.in_favour:
            said = item.decision.get_outcome_display()
            yield Line("back", said, item.title, "Read why", item.get_absolute_url(), f"{item.body.name}, {day(item.decision.decided_on)}",
                       item.decision.reason)  # fmt: skip


def _returns(desk: Desk) -> Iterator[Line]:
    """Returns to file, and returns that were filed and wait to be rated."""
    for one in desk.returns:
        kind, tag = _urgency(one.due_on, desk.today)
        about = one.agreement.title
        if one.state == one.State.FILED:
            yield Line("do", "To do", f"{one.title} is in", "Rate it", one.get_absolute_url(), about)
        else:
            asked = "was sent back with a question" if one.state == one.State.QUERIED else "is to be filed"
            url = reverse("record-move", args=[one.trust.code, one.KIND, one.number, "file"])
            yield Line(kind, tag, f"{one.title} {asked}", "File it", url, about, due=one.due_on)


def _routes(desk: Desk) -> Iterator[Line]:
    """Routes that can be chosen once this person gives the reason for which a rule is passed."""
    for one in desk.routes:
        rules = one.rules_to_pass
        if rules and desk.standing.may("record.override", one):
            about = f"Rule{'' if len(rules) == 1 else 's'} {', '.join(rules)} stood against it when it was put down"
            yield Line("do", "To do", f"The route of ‘{one.title}’ waits for your reason", "Give it", one.get_absolute_url(), about)  # fmt: skip


def _past(exercise: Exercise, item: Item) -> bool:
    """Whether an item was about a step that is over."""
    return bool(item.step) and exercise.is_at(item.step, "complete", "not-needed")


def waiting_on_others(desk: Desk) -> list[Wait]:
    """Questions of this person, or about their exercises, that a body has not decided yet."""
    if not desk.standing.may("item.view"):
        return []
    own = [
        i
        for i in desk.items
        if i.submitted_by_id == desk.standing.person.pk and i.state == Item.State.WAITING
    ]
    about = [(item, exercise.title) for exercise in desk.mine for item in exercise.waiting_items()]
    found = {item.pk: (item, "") for item in own} | {item.pk: (item, title) for item, title in about}
    waits = [
        Wait(
            f"{item.body.name} decides ‘{item.title}’",
            title,
            item.get_absolute_url(),
            desk.meeting(item),
            desk.meets(item.body_id),
        )
        for item, title in found.values()
    ]
    return sorted(waits, key=lambda wait: wait.when or wait.next or date.max)
