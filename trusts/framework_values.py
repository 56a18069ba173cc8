"""What a framework measures itself by: grids, checklists, principles, standards, the papers it rests on."""

from trusts.framework.reading import Reading
from trusts.framework_rows import Section, block, capital, row


def matrices(reading: Reading) -> Section:
    """Grids and lists to judge oneself by."""
    grids = []
    for matrix in reading.framework.matrices:
        cells = {(cell.row, cell.column): cell.text for cell in matrix.cells}
        lines = [(line, [cells.get((line, column), "") for column in matrix.columns]) for line in matrix.rows]
        grids.append((matrix, lines))
    lists = tuple(block(c.label, [row(item) for item in c.items], of=c) for c in reading.framework.checklists)
    return Section("matrices", "Grids and checklists", lists, shape="matrices", data=grids)


def principles(reading: Reading) -> Section:
    """What the trust holds itself to, by kind."""
    titles = {"principle": "Principles", "value": "Values", "aim": "Aims", "enabler": "What helps",
              "benefit": "Benefits", "definition": "What is meant", "question": "Questions to ask"}  # fmt: skip
    blocks = [
        block(
            title,
            [
                row(p, text=p.meaning, facts={"Asks": p.question})
                for p in reading.framework.principles
                if p.kind == kind
            ],
        )
        for kind, title in titles.items()
    ]
    return Section("principles", "Principles", tuple(blocks))


def standards(reading: Reading) -> Section:
    """What is asked of services, of commissioning and of people."""
    titles = {"quality": "Of services", "commissioning": "Of commissioning", "competence": "Of people"}
    blocks = [
        block(
            title,
            [
                row(s, text=s.meaning, facts={"Includes": s.items})
                for s in reading.framework.standards
                if s.kind == kind
            ],
        )
        for kind, title in titles.items()
    ]
    return Section("standards", "Standards", tuple(blocks))


def documents(reading: Reading) -> Section:
    """The papers and laws the framework rests on."""
    rows = [
        row(d, facts={"Kind": capital(d.kind), "Owner": d.owner, "Period": d.period})
        for d in reading.framework.documents
    ]
    return Section("documents", "Documents", (block("", rows),))
