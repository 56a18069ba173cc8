"""An answer as a Word file that people can go on writing in."""

import io

from needs.answers.answer import Answer
from needs.answers.picture import png


def as_docx(answers: list[Answer], *, title: str, caption: str) -> bytes:
    """One document of several answers, each with its picture and its table."""
    import docx  # noqa: PLC0415 (only where a document is made)
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    paper = docx.Document()
    paper.core_properties.title = title
    paper.core_properties.language = "en-GB"
    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    paper.add_heading(title, level=0)
    paper.add_paragraph(caption)
    for answer in answers:
        paper.add_heading(answer.title, level=1)
        for sentence in answer.summary:
            paper.add_paragraph(sentence)
        for drawn, said in answer.pictures:
            shape = paper.add_picture(io.BytesIO(png(drawn)), width=Cm(16))
            shape._inline.docPr.set("descr", said)
        if answer.lines:
            _table(paper, answer)
        for note in [answer.source, *answer.method, *filter(None, [answer.hidden])]:
            paper.add_paragraph(note)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _table(paper: object, answer: Answer) -> None:
    """The table, its heading repeated on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415

    table = paper.add_table(rows=1, cols=len(answer.headings), style="Light List")  # type: ignore[attr-defined]
    for cell, heading in zip(table.rows[0].cells, answer.headings, strict=True):
        cell.text = heading.text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line in answer.lines:
        for cell, heading, said in zip(table.add_row().cells, answer.headings, line.cells, strict=True):
            cell.text = said.text
            if heading.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
