"""What an exercise says about itself, in the words of its framework: for the audit trail."""

from collections.abc import Iterable

from django.utils.text import capfirst

from commissioning.models import Exercise
from trusts.record_words import money


def facts_of(exercise: Exercise) -> dict[str, str]:
    """Everything that can be changed about an exercise, by what the trust calls it."""
    framework = exercise.framework
    outcomes = [framework.outcomes[c].label for c in exercise.codes("outcome") if c in framework.outcomes]
    groups = [framework.groups[c].label for c in exercise.codes("group") if c in framework.groups]
    levels = exercise.levels
    said = {
        "Title": exercise.title,
        "Summary": exercise.summary,
        "Owner": exercise.owner.name,
        **{
            scheme.label: framework.level_label(scheme.code, levels[scheme.code])
            if scheme.code in levels
            else ""
            for scheme in framework.framework.levels
        },
        framework.words("outcome"): ", ".join(outcomes),
        framework.words("group"): ", ".join(groups),
        framework.words("locality"): _names(exercise.all("localities")),
        framework.words("partner"): _names(exercise.all("organisations")),
        framework.words("priority"): _names(w.priority for w in exercise.all("works") if w.priority_id),
        f"{framework.word('priority')} of another plan": exercise.priority,
        "Estimated value": money(exercise.value),
        **people_of(exercise),
    }
    return {capfirst(name): text for name, text in said.items()}


def people_of(exercise: Exercise) -> dict[str, str]:
    """Who leads it and who is its officer, by what the trust calls them."""
    framework, named = exercise.framework, {"lead": exercise.lead, "officer": exercise.officer}
    return {capfirst(framework.word(part)): who.name if who else "" for part, who in named.items()}


def _names(rows: Iterable[object]) -> str:
    return ", ".join(sorted(str(row) for row in rows))
