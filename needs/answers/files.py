"""An answer as a file: its table, its picture, or a paper with both."""

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from needs.answers.answer import Answer
from needs.answers.picture import svg
from needs.documents.pdf import as_pdf
from needs.documents.word import as_docx
from trusts.exports import as_csv, as_xlsx
from trusts.governance import clock
from trusts.models import Trust

KINDS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "pdf": "PDF",
    "docx": "Word",
    "svg": "Picture (SVG)",
    "map": "Map (SVG)",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_file(
    answer: Answer, kind: str, *, name: str, trust: Trust, day: date | None = None
) -> HttpResponseBase:
    """The answer in the form that is asked for; `day` is when it was seen, where that is not today."""
    if kind == "csv":
        return as_csv(answer.rows(), name=name)
    if kind == "xlsx":
        return as_xlsx(answer.rows(), name=name)
    if kind in ("svg", "map"):
        return HttpResponse(
            svg(answer.chart if kind == "svg" else answer.map), content_type="image/svg+xml; charset=utf-8"
        )
    seen = day or clock.today()
    caption = f"{trust.name}, {seen.day} {seen:%B %Y}"
    make, content = (as_pdf, "application/pdf") if kind == "pdf" else (as_docx, WORD)
    response = HttpResponse(make([answer], title=answer.title, caption=caption), content_type=content)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
