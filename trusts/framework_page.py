"""A version of the framework as its own people read it, section by section."""

from collections.abc import Iterable

from trusts.framework.reading import DEFAULT_TERMS, Reading
from trusts.framework.sections.cycle import Output, Phase, Step
from trusts.framework.vocabulary import (
    CAPABILITIES,
    EFFECTS,
    OUTPUT_KINDS,
    PARTS,
    SECTORS,
    SORTS,
    STAGES,
    SUBJECTS,
)
from trusts.framework_people import bodies, partners, roles, who_does_what
from trusts.framework_rows import Row, Section, block, capital, row
from trusts.framework_rules import condition_in_words, rules
from trusts.framework_values import documents, matrices, principles, standards

PROFILES = {"dfe": "As in education statistics", "nhs": "As in health statistics"}


def sections_of(
    reading: Reading, *, mine: Iterable[str] = (), trust: str = "", living: Iterable[str] = ()
) -> list[Section]:
    """Every section that says something, in the order of the page.

    `mine` are the reader's roles; `living` the codes of bodies that have a page of their own.
    """
    found = [
        about(reading), words(reading), outcomes(reading), marked(reading), cycle(reading),
        who_does_what(reading, mine), partners(reading), bodies(reading, trust, living), roles(reading, mine),
        decisions(reading), rules(reading), buying(reading), money(reading), plans(reading), performance(reading),
        year(reading), matrices(reading), principles(reading), standards(reading), documents(reading),
    ]  # fmt: skip
    return [section for section in found if not section.empty]


def about(reading: Reading) -> Section:
    """What the framework is and what it is for."""
    trust = reading.framework.trust
    origin = trust.adopted_from
    facts = {
        "Edition": trust.edition, "Area": trust.area, "Part of": trust.parent_partnership,
        "Every priority comes from": trust.parent_plan, "Valid from": trust.valid_from, "Valid until": trust.valid_to,
    }  # fmt: skip
    rows = [
        Row(label, said) for label, said in (("Purpose", trust.purpose), ("Vision", trust.vision)) if said
    ]
    rows.append(row(trust, "In short", facts=facts))
    if origin:
        rows.append(
            row(
                origin, "Taken over from", origin.title, {"Of": origin.trust, "Permission": origin.permission}
            )
        )
    return Section("about", "What it is for", (block("", rows),))


def words(reading: Reading) -> Section:
    """The trust's own words, and the meanings it agreed."""
    own = [
        row(term, capital(term.one), facts={
            "Many": term.many, "Short": term.short,
            "Others say": DEFAULT_TERMS.get(term.concept, (term.concept, ""))[0],
        })
        for term in reading.framework.terms
    ]  # fmt: skip
    meanings = [
        row(entry, entry.term, entry.meaning, tag="Agreed by the partners" if entry.agreed else "")
        for entry in reading.framework.definitions
    ]
    return Section(
        "words", "Words", (block("What words mean", meanings), block("What this trust calls things", own))
    )


def outcomes(reading: Reading) -> Section:
    """The outcomes, and how the sets match."""
    blocks = [
        block(scheme.label, [row(o, facts={"Also called": o.aliases}) for o in scheme.outcomes], of=scheme)
        for scheme in reading.framework.outcomes
    ]
    matches = [
        row(
            m,
            reading.outcomes[m.outcome].label,
            facts={"Matches": tuple(reading.outcomes[to].label for to in m.to)},
        )
        for m in reading.framework.outcome_mapping
    ]
    return Section("outcomes", capital(reading.words("outcome")), (*blocks, block("How they match", matches)))


def marked(reading: Reading) -> Section:
    """How a piece of work is marked: levels, groups, breakdowns of figures."""
    f = reading.framework
    axes = [
        block(
            scheme.label,
            [row(x, text=x.meaning, facts={"Also called": x.aliases}, tag="" if x.live else "Not in use yet") for x in scheme.levels],
            "" if scheme.required else "May be left open.", of=scheme,
        )
        for scheme in f.levels
    ]  # fmt: skip
    groups = [row(g, text=g.meaning, tag="Vulnerable" if g.vulnerable else "") for g in f.groups]
    breakdowns = [row(d, tag="Expected" if d.core else "") for d in f.dimensions]
    blocks = (
        *axes,
        block(capital(reading.words("group")), groups),
        block("Breakdowns of figures", breakdowns),
    )
    return Section("levels", f"{capital(reading.words('level'))} and {reading.words('group')}", blocks)


def cycle(reading: Reading) -> Section:
    """The phases in order, the steps of each, and what is done at them."""
    blocks = []
    for phase in reading.phases.values():
        inside = [step for step in reading.steps if step.phase == phase.code and step.code != phase.code]
        rows = [_step(reading, step) for step in inside] or [_step(reading, reading.step(phase.code))]
        blocks.append(block(reading.phase_label(phase.code), rows, _phase_words(phase), of=phase))
    title = "The cycle" if not reading.framework.steps else f"The cycle and its {reading.words('step')}"
    return Section("cycle", title, tuple(blocks))


def _phase_words(phase: Phase) -> str:
    """What a phase says of itself, beyond its steps."""
    said = [phase.meaning, phase.expectation, f"Open {phase.window}." if phase.window else None]
    said.append("Runs all year." if phase.all_year else None)
    return " ".join(words for words in said if words)


def _output(reading: Reading, output: Output) -> str:
    """What a step leaves behind, and how it is recorded: typed in, or by a record, of a sort, that says something."""
    if output.kind == "text":
        return output.label
    if not output.is_record:
        return f"{output.label} ({OUTPUT_KINDS[output.kind].lower()})"
    known = SORTS.get(output.kind) or {
        one.code: one.label for one in (*reading.framework.plan_types, *reading.framework.agreement_kinds)
    }
    sorts = " or ".join(known[sort].lower() for sort in output.sorts)
    part = f", with {PARTS[output.kind][output.part]}" if output.part else ""
    part += f"; or in words: {output.otherwise[:1].lower()}{output.otherwise[1:]}" if output.otherwise else ""
    return f"{output.label} (a {reading.word(output.kind)} on record{': ' if sorts else ''}{sorts}{part})"


def _step(reading: Reading, step: Step) -> Row:
    lists = {strand.code: strand.label for strand in step.strands}
    return row(
        step, f"{reading.number(step.code)}. {step.label}", step.meaning, tag="May be left out" if step.optional else "",
        facts={
            "Stage": STAGES.get(step.stage or ""), "Window": step.window, "Also called": step.aliases,
            "Side by side": step.strands,
            capital(reading.words("activity")): tuple(
                f"{lists[a.strand]}: {a.label}" if a.strand in lists else a.label for a in step.activities
            ),
            capital(reading.words("output")): tuple(_output(reading, output) for output in step.outputs),
            "Questions": step.questions, "Tools": step.tools, "Resources": step.resources,
        },
    )  # fmt: skip


def decisions(reading: Reading) -> Section:
    """What bodies are asked, and which can answer."""
    rows = [
        row(kind, text=kind.question, facts={
            "Decided by a body that": CAPABILITIES[kind.capability],
            "Today": tuple(b.label for b in reading.bodies.values() if kind.capability in reading.capabilities(b.type)),
            "About": SUBJECTS[kind.subject],
            "Asked at": tuple(reading.step(code).label for code in kind.steps),
            "What follows": EFFECTS[kind.effect] if kind.effect != "none" else None,
        })
        for kind in reading.framework.decisions
    ]  # fmt: skip
    return Section("decisions", "What bodies decide", (block("", rows),))


def buying(reading: Reading) -> Section:
    """The ways to buy, and the kinds of agreement."""
    routes = [
        row(route, facts={
            "Above": route.above, "Below": route.below,
            "Exactly on the line": {"included": "belongs here", "excluded": ""}[route.at_boundary],
            "Reckoned on": route.basis, "Only for": condition_in_words(reading, route.when),
            "Needs a reason": route.needs_reason, "In order": route.steps,
        }, tag="The usual way" if route.default else "")
        for route in reading.framework.routes
    ]  # fmt: skip
    kinds = [
        row(k, facts={"For": tuple(SECTORS[s] for s in k.sectors)}) for k in reading.framework.agreement_kinds
    ]
    return Section(
        "buying",
        "Ways to buy and kinds of agreement",
        (block("Ways to buy", routes), block("Kinds of agreement", kinds)),
    )


def money(reading: Reading) -> Section:
    """How money is put together."""
    funding = reading.framework.funding
    if funding is None:
        return Section("funding", "Funding")
    basis = [row(funding, words) for words in funding.legal_basis]
    asked = [row(q, facts={"Answers": q.answers, "Weight": str(q.weight)}) for q in funding.questionnaire]
    return Section("funding", "Funding", (
        block("Ways to put money together", [row(a) for a in funding.arrangements]), block("Legal basis", basis),
        block("Pool or align? The questions", asked), block("Funds", [row(fund) for fund in funding.funds]),
    ))  # fmt: skip


def plans(reading: Reading) -> Section:
    """The plans the trust makes and the reports somebody owes somebody."""
    f = reading.framework
    kinds = [
        row(p, facts={
            "Covers": p.period_months and f"{p.period_months} months", "Only one for any day": p.exclusive,
            "Comes from": p.parent, "Sections": p.sections,
        })
        for p in f.plan_types
    ]  # fmt: skip
    reports = [
        row(r, facts={
            "From": r.author, "To": r.audience, "Every": r.every_months and f"{r.every_months} months", "In": r.season,
        })
        for r in f.report_types
    ]  # fmt: skip
    windows = [row(c, facts={"To": c.addressed_to, "Closed on": c.closes}) for c in f.consultations]
    return Section(
        "plans",
        "Plans and reports",
        (block("Plans", kinds), block("Reports", reports), block("Consultations", windows)),
    )


def performance(reading: Reading) -> Section:
    """What happens when delivery slips, and how small counts are hidden."""
    f = reading.framework
    rungs = [
        row(
            rung,
            f"{number}. {rung.label}",
            facts={"Taken by a body that": CAPABILITIES.get(rung.capability or "")},
        )
        for number, rung in enumerate(f.ladder, 1)
    ]
    hidden = [
        row(f.suppression, "Small counts", facts={"Hidden": PROFILES[f.suppression.profile],
            "Below": f.suppression.threshold and str(f.suppression.threshold)})
    ] if f.suppression else []  # fmt: skip
    return Section("performance", "When delivery slips, and small counts", (
        block("The ladder, lowest first", rungs), block("Figures that could point at a child", hidden)
    ))  # fmt: skip


def year(reading: Reading) -> Section:
    """What comes round every year, and the plan of action."""
    f = reading.framework
    every = [
        row(c, facts={"When": c.window, "Who": reading.bodies[c.body].label if c.body else None})
        for c in f.calendar
    ]
    names = {action.code: action.label for action in f.action_plan}
    actions = [
        row(a, facts={
            "By": a.date, "Said elsewhere": a.stated_elsewhere, "Part": a.phase,
            "After": tuple(names.get(code, code) for code in a.depends_on), "Tasks": a.tasks,
        })
        for a in f.action_plan
    ]  # fmt: skip
    return Section(
        "year", "Calendar and action plan", (block("Every year", every), block("Action plan", actions))
    )
