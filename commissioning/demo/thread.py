"""A trust's invented golden thread: made, moved on and decided by the actions people use, in the order of time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from commissioning.demo.entries import Entries
from commissioning.demo.event import Event
from commissioning.demo.walk import decide
from commissioning.models import Exercise
from commissioning.models.work import FIELDS
from contracts.models import Review
from trusts.actions import record as actions
from trusts.actions.decision import submit_item
from trusts.framework.vocabulary import RECORDS
from trusts.governance import clock
from trusts.governance.permissions import Standing, standing
from trusts.models import Body, Person, Trust
from trusts.models.record import Record
from trusts.nouns import noun_of

RATED_AFTER = 9
"""Days after which the officer has read a return and rates it."""


class Thread:
    """The records of one trust as its file tells them, by the names that the file gives them."""

    def __init__(self, trust: Trust, data: dict[str, Any], people: dict[str, Person]) -> None:
        self.trust, self.data, self.people = trust, data, people
        self.entries = Entries(trust, data, people)
        self.standings: dict[str, Standing] = {}

    # When ------------------------------------------------------------------------------

    def events(self, exercises: list[dict[str, Any]]) -> Iterator[Event]:
        """Everything that happens, in the order of the file; records are linked to those of the exercises."""
        when: dict[str, int] = {}
        for kind in RECORDS:
            for place, entry in enumerate(self.data.get(kind, []) if kind != "return" else []):
                key = entry.get("key") or f"{kind}-{place}"
                when[key] = entry["ago"] if "ago" in entry else _with_the_last(entry, when)
                yield Event(when[key], lambda k=kind, n=key, e=entry: self.make(k, n, e), f"make {key}")
                for step in entry.get("then", []):
                    yield Event(step["ago"], lambda n=key, s=step: self.follow(n, s), f"{key}: {step}")
        for told in self.data.get("return", []):
            yield from self._returned(told)
        for title, keys in self.data.get("exercises", {}).items():
            started = next(one["started_days_ago"] for one in exercises if one["title"] == title)
            for key in keys:
                yield Event(
                    min(when[key], started), lambda t=title, k=key: self.work(t, k), f"link {key} to {title}"
                )

    def _returned(self, told: dict[str, Any]) -> Iterator[Event]:
        """What a provider filed period by period, and how the trust rated it."""
        for place, period in enumerate(told["periods"]):
            yield Event(
                period["ago"],
                lambda t=told, n=place, p=period: self.file(t, n, p),
                f"file {told['of']} {place + 1}",
            )
            if "rating" in period:
                ago = period["ago"] - RATED_AFTER
                yield Event(
                    ago,
                    lambda t=told, n=place, p=period: self.rate(t, n, p),
                    f"rate {told['of']} {place + 1}",
                )

    # What ------------------------------------------------------------------------------

    def make(self, kind: str, key: str, entry: dict[str, Any]) -> None:
        """Somebody makes a record."""
        noun = noun_of(kind)
        record, links = self.entries.record(kind, entry)
        by = self._by(entry, record)
        self._check(by, noun.edit_act, record)
        self.entries.made[key] = actions.make(
            record, trust=self.trust, by=by, links=links, transition=noun.makes
        )

    def follow(self, key: str, step: dict[str, Any]) -> None:
        """What somebody does with a record: a move of its page, a link, a question to a body, an adviser's word."""
        record = self.entries.made[key]
        by = self._by(step, record)
        if "ask" in step:
            self.ask(key, step, by)
        elif "link" in step:
            self._check(by, noun_of(record.KIND).edit_act, record)
            others = [self.entries.made[other] for other in step["to"]]
            actions.link(holder=record, field=step["link"], others=others, trust=self.trust, by=by)
        elif "confirm" in step:
            self._check(by, "advice.give")
            actions.confirm(record=record, code=step["confirm"], note=step["note"], by=by)
        else:
            self.move(key, step["do"], by, **self.entries.arguments(step))

    def move(self, key: str, code: str, by: Person, **arguments: Any) -> None:
        """Somebody presses a button of a record's page."""
        record = self.entries.made[key]
        move = noun_of(record.KIND).move(code)
        if move is None:
            raise LookupError(f"There is no '{code}' for {record.KIND}")
        self._check(by, move.act, record)
        result = move.perform(record, by=by, **arguments)
        if code == "next":
            self.entries.made[f"{key}-next"] = result
        record.refresh_from_db()
        if isinstance(record, Review) and record.is_done:
            self.entries.made[f"{key}-evidence"] = record.evidence.get()

    def ask(self, key: str, step: dict[str, Any], by: Person) -> None:
        """A question about a record goes to a body, which decides in favour where the entry says when."""
        record, kind = self.entries.made[key], self.trust.framework.decisions[step["ask"]]
        self._check(by, "item.submit", record)
        body = self.entries.coded[Body][step["of"]]
        decided = step.get("decided")
        today = self.entries.today
        dates = (
            body.meetings.filter(date=today - timedelta(days=decided))
            if decided
            else body.meetings.filter(date__gt=today)
        )
        item = submit_item(
            subject=record, body=body, kind=kind.code, by=by, blueprint=record.blueprint, meeting=dates.first(),
            title=f"{kind.label}: {record}"[:200], asked=kind.question,
            **{name: self.entries.said(text) for name, text in step["paper"].items()},
        )  # fmt: skip
        if decided is None:
            return
        with clock.at(clock.now() + timedelta(days=step["ago"] - decided)):
            stops = decide(item, rationale=step["rationale"])
        if stops:
            raise ValueError(f"{record}: {[stop.reason for stop in stops]}")
        record.refresh_from_db()

    def file(self, told: dict[str, Any], place: int, period: dict[str, Any]) -> None:
        """The provider files the return of a period."""
        agreement = self.entries.made[told["of"]]
        owed = agreement.returns.order_by("period_from")[place]  # type: ignore[attr-defined]
        self.entries.made[f"{told['of']}-{place + 1}"] = owed
        by = self.people[told["by"]]
        lines = {
            self.entries.made[key].pk: self.entries.figure(value)
            for key, value in zip(told["measures"], period["figures"], strict=True)
        }
        spent = self.entries.amount(period.get("spent"))
        self.move(f"{told['of']}-{place + 1}", "file", by, lines=lines, comment=period["says"], spent=spent)

    def rate(self, told: dict[str, Any], place: int, period: dict[str, Any]) -> None:
        """The officer rates it."""
        key = f"{told['of']}-{place + 1}"
        by = self._by({}, self.entries.made[told["of"]])
        self.move(key, "accept", by, rating=period["rating"], judgement=period["judged"])

    def work(self, title: str, key: str) -> None:
        """Somebody links a record to the exercise that works on it."""
        record = self.entries.made[key]
        exercise = Exercise.objects.select_related("officer", "lead", "created_by").get(
            trust=self.trust, title=title, previous=None
        )
        by = exercise.officer or exercise.lead or exercise.created_by
        actions.link(holder=exercise, field=FIELDS[record.KIND], others=[record], trust=self.trust, by=by)

    # Who -------------------------------------------------------------------------------

    def _by(self, entry: dict[str, Any], record: Record) -> Person:
        """Who does it: whom the entry names, else who made it, the officer of it or of what it belongs to first."""
        if "by" in entry:
            return self.people[entry["by"]]
        belongs = [
            record,
            *(getattr(record, name, None) for name in ("procurement", "agreement", "specification")),
        ]
        officers = (getattr(one, "officer", None) for one in belongs)
        made = record.created_by if record.pk else self.people[self.data["by"]]
        found: Person = next(filter(None, officers), made)
        return found

    def _check(self, by: Person, act: str, record: Record | None = None) -> None:
        """Nobody does what their roles do not give them."""
        if by.username not in self.standings:
            self.standings[by.username] = standing(by, self.trust)
        if not self.standings[by.username].may(act, record if record is not None and record.pk else None):
            raise PermissionDenied(f"{by} may not {act}: {record}")


def _with_the_last(entry: dict[str, Any], when: dict[str, int]) -> int:
    """An entry that does not say when was made together with the last of what it names."""
    named = [one for value in entry.values() for one in (value if isinstance(value, list) else [value])]
    return min(when[one] for one in named if isinstance(one, str) and one in when)
