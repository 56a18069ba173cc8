"""An answer as an accessible PDF, set by Typst; everything written in it is data, never markup."""

import json
import tempfile
from pathlib import Path

from needs.answers.answer import Answer
from needs.answers.picture import png

LAYOUT = Path(__file__).with_name("answer.typ")


def as_pdf(answers: list[Answer], *, title: str, caption: str) -> bytes:
    """One document of several answers, each with its picture and its table."""
    import typst  # noqa: PLC0415 (eighty megabytes, only where a document is made)

    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        told = []
        for number, answer in enumerate(answers):
            pictures = []
            for nth, (drawn, said) in enumerate(answer.pictures):
                pictures.append([f"{number}-{nth}.png", said])
                (here / pictures[-1][0]).write_bytes(png(drawn))
            told.append(
                {
                    "title": answer.title, "summary": list(answer.summary), "pictures": pictures,
                    "said": answer.said, "headings": [[one.text, one.numeric] for one in answer.headings],
                    "rows": [[cell.text for cell in line.cells] for line in answer.lines],
                    "notes": [answer.source, *answer.method, *filter(None, [answer.hidden])],
                }
            )  # fmt: skip
        data = {"title": title, "caption": caption, "answers": told}
        (here / "data.json").write_text(json.dumps(data), "utf-8")
        (here / "answer.typ").write_bytes(LAYOUT.read_bytes())
        made = typst.compile(here / "answer.typ", root=here, format="pdf", pdf_standards=["ua-1"])
    return bytes(made)
