"""The checks gates ask of records: each looks at what the record itself says under the gate's word.

A record answers for a word by a field or property of that name (`Record.said`), or, for a property
that takes the word, by a method: `kinds_linked`, `lacking`, `voices`, `count_of`, `open_of`, `undone_of`.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType

from trusts.governance import clock
from trusts.governance.checks import YES, no, with_next_meeting
from trusts.governance.gates import Answer, Question, check
from trusts.governance.permissions import roles_with, standing
from trusts.governance.refusal import Missing
from trusts.models import Body, Item
from trusts.models.record import as_attribute, is_filled


def _words(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


def _called(subject: Any, name: str) -> str:
    """What a form calls a field, so that it is found there; the gate's own word where it is none."""
    own = {field.name: str(field.verbose_name) for field in subject._meta.fields}
    said = own.get(as_attribute(name), _words(name))
    return said[:1].upper() + said[1:]


def _edit(ask: Question) -> str:
    return f"{ask.subject.get_absolute_url()}edit/" if ask.subject.pk else ""


def _asked_at(ask: Question, name: str) -> str:
    """The page that asks for a field: that of a transition, or the details of the record."""
    move = getattr(ask.subject, "ASKED_BY", {}).get(as_attribute(name))
    return f"{_here(ask)}do/{move}/" if move and ask.subject.pk else _edit(ask)


def _here(ask: Question) -> str:
    return ask.subject.get_absolute_url() if ask.subject.pk else ""


def _counted(value: Any) -> int:
    """How many there are of what a record says: rows, a number, or one thing that is there or not."""
    if callable(value) and not hasattr(value, "all"):
        value = value()
    if hasattr(value, "count") and hasattr(value, "all"):
        return int(value.count())
    if isinstance(value, bool | None):
        return int(bool(value))
    if isinstance(value, int):
        return value
    return len(value) if isinstance(value, list | tuple | set | frozenset) else int(bool(value))


@check("fields-present")
def fields_present(ask: Question) -> Answer:
    """These fields are filled."""
    empty = [name for name in ask.params["fields"] if not is_filled(ask.subject.said(name))]
    return no(
        *(Missing(f"‘{_called(ask.subject, name)}’ is not filled in", _asked_at(ask, name)) for name in empty)
    )


@check("links-exist")
def links_exist(ask: Question) -> Answer:
    """At least this many of these are linked."""
    wanted, found = ask.params.get("count", 1), _counted(ask.subject.said(ask.params["link"]))
    if found >= wanted:
        return YES
    words = _words(ask.params["link"])
    return no(
        Missing(f"No {words} is linked" if wanted == 1 else f"{found} of {wanted}: {words}", _here(ask))
    )


@check("one-of-linked")
def one_of_linked(ask: Question) -> Answer:
    """At least one of these kinds is linked."""
    kinds = ask.params["kinds"]
    if set(kinds) & set(ask.subject.kinds_linked()):
        return YES
    return no(Missing(f"None of these is named: {', '.join(_words(kind) for kind in kinds)}", _edit(ask)))


@check("each-linked")
def each_linked(ask: Question) -> Answer:
    """Each of these has at least one of those."""
    lacking = ask.subject.lacking(ask.params["each"], ask.params["link"])
    link = _words(ask.params["link"])
    return no(*(Missing(f"‘{one}’ has no {link}", one.get_absolute_url()) for one in lacking))


@check("voices-recorded")
def voices_recorded(ask: Question) -> Answer:
    """These voices have been heard."""
    missing = [voice for voice in ask.params["voices"] if voice not in set(ask.subject.voices())]
    return no(*(Missing(f"Nothing is recorded from: {_words(voice)}", _here(ask)) for voice in missing))


@check("count-between")
def count_between(ask: Question) -> Answer:
    """Their number lies in this range."""
    found, of = ask.subject.count_of(ask.params["of"]), ask.params["of"]
    low, high = ask.params.get("min"), ask.params.get("max")
    if low is not None and found < low:
        return no(Missing(f"{found} {of}; at least {low} are needed", _here(ask)))
    if high is not None and found > high:
        return no(Missing(f"{found} {of}; at most {high} may be there", _here(ask)))
    return YES


@check("none-open")
def none_open(ask: Question) -> Answer:
    """None of these is open."""
    still = ask.subject.open_of(ask.params["of"])
    return no(*(Missing(f"Still open: {one}", one.get_absolute_url()) for one in still))


@check("earlier-done")
def earlier_done(ask: Question) -> Answer:
    """What this depends on has been done first."""
    undone = ask.subject.undone_of(ask.params["of"])
    return no(*(Missing(str(one), getattr(one, "get_absolute_url", lambda: _here(ask))()) for one in undone))


@check("dates-in-order")
def dates_in_order(ask: Question) -> Answer:
    """One date is not after another; both must be known."""
    first, then = ask.params["first"], ask.params["then"]
    a, b = ask.subject.said(first), ask.subject.said(then)
    unknown = [name for name, day in ((first, a), (then, b)) if not day]
    if unknown:
        return no(*(Missing(f"The date of the {_words(name)} is not known", _edit(ask)) for name in unknown))
    if a <= b:
        return YES
    said = [f"{day.day} {day:%B %Y}" for day in (a, b)]
    return no(Missing(f"{_words(first).capitalize()} {said[0]}, {_words(then)} {said[1]}", _edit(ask)))


@check("open-until")
def open_until(ask: Question) -> Answer:
    """The closing date has not passed."""
    if clock.today() <= ask.params["date"]:
        return YES
    return no(Missing(f"It closed on {ask.params['date'].day} {ask.params['date']:%B %Y}"))


@check("decided-by")
def decided_by(ask: Question) -> Answer:
    """A body with this capability decided it in favour, or is deciding it now."""
    capability = ask.params["capability"]
    types = ask.framework.types_that_can(capability)
    decision = ask.facts.get("decision")
    if decision is not None and decision.body.type in types and decision.in_favour:
        return YES
    about = [item for item in items_about(ask.subject) if item.body.type in types]
    kinds = [code for code, one in ask.framework.decisions.items() if one.capability == capability]
    if any(i.kind in kinds and i.state == Item.State.DECIDED and i.decision.in_favour for i in about):
        return YES
    able = Body.objects.on(clock.today()).filter(trust=ask.subject.trust, type__in=types)
    bodies = list(with_next_meeting(able))
    names = tuple(body.name for body in bodies)
    waiting = next((item for item in about if item.state == Item.State.WAITING), None)
    meets = min((body.meets for body in bodies if body.meets), default=None)
    said = f"{waiting.body.name} has not decided it yet" if waiting else "It has not been put to a body"
    return no(Missing(said, _here(ask)), who=names, meets=meets)


def items_about(subject: Any) -> list[Item]:
    """What bodies were asked about a record, newest first; read with it, where its page did that."""
    if "items" in getattr(subject, "_prefetched_objects_cache", {}):
        return list(subject.items.all())
    kind = ContentType.objects.get_for_model(type(subject))
    rows = Item.objects.filter(subject_type=kind, subject_id=subject.pk)
    return list(rows.select_related("body", "decision"))


@check("confirmed-by-adviser")
def confirmed_by_adviser(ask: Question) -> Answer:
    """A named adviser has confirmed this."""
    code = ask.params["confirmation"]
    if any(one.code == code for one in ask.subject.confirmations.all()):
        return YES
    who = tuple(roles_with(ask.subject.trust, "advice.give"))
    return no(Missing(f"Nobody has confirmed: {_words(code)}", _here(ask)), who=who)


@check("questionnaire-complete")
def questionnaire_complete(ask: Question) -> Answer:
    """Every question of the trust's questionnaire is answered; with no questions there is nothing to answer with."""
    funding = ask.framework.framework.funding
    questions = funding.questionnaire if funding else ()
    if not questions:
        return no(
            Missing("The trust has not entered the questions of its questionnaire in the framework yet")
        )
    answers = ask.subject.particulars
    open_ones = [q.label for q in questions if not str(answers.get(f"question-{q.code}", "")).strip()]
    return no(*(Missing(f"Not answered: {label}", _edit(ask)) for label in open_ones))


@check("no-overlap")
def no_overlap(ask: Question) -> Answer:
    """No other approved one of its kind covers part of its period."""
    others = ask.subject.overlapping(ask.params["of"])
    return no(*(Missing(f"‘{one}’ covers part of the period", one.get_absolute_url()) for one in others))


@check("amount-within")
def amount_within(ask: Question) -> Answer:
    """The amount is within a limit that the record knows by this name."""
    amount, limit = ask.subject.amount_against(ask.params["limit"])
    if limit is not None and amount is not None and amount <= limit:
        return YES
    words = _words(ask.params["limit"])
    if limit is None:
        return no(Missing(f"No {words} is on record", _here(ask)))
    return no(Missing(f"£{amount or 0:,.2f} is more than the {words} of £{limit:,.2f}", _edit(ask)))


@check("delegation-covers")
def delegation_covers(ask: Question) -> Answer:
    """A live delegation covers this service, area and amount, or a body decided it (MED-20)."""
    decision = ask.facts.get("decision")
    if ask.by is None or (decision is not None and decision.in_favour):
        return YES
    if standing(ask.by, ask.subject.trust).may("money.edit", ask.subject):
        return YES
    return no(
        Missing(f"No delegation to {ask.by.name} covers it"),
        who=tuple(roles_with(ask.subject.trust, "money.edit")),
    )
