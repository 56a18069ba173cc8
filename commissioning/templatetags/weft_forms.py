"""What the form pack in `templates/weft/` asks of a form."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from commissioning.crispy import Drawn, drawn, errors_of, focus_id

register = template.Library()


@register.simple_tag
def draw(bound: BoundField) -> Drawn:
    """Describe a bound field for the templates."""
    return drawn(bound)


@register.filter
def error_links(form: Any) -> list[tuple[str, str]]:
    """Every error of a form as (id of the control to go to, message); no id where no control is to blame."""
    if not getattr(form, "is_bound", False):
        return []
    found: list[tuple[str, str]] = [("", message) for message in form.non_field_errors()]
    for bound in form:
        if bound.is_hidden:
            found += [("", f"{bound.label}: {message}") for message in bound.errors]
        else:
            found += [(focus_id(bound), message) for message in errors_of(bound)]
    return found


@register.filter
def all_error_links(formset: Any) -> list[tuple[str, str]]:
    """Every error of a formset."""
    if not getattr(formset, "is_bound", False):
        return []
    found = [("", message) for message in formset.non_form_errors()]
    for form in formset:
        found += error_links(form)
    return found


@register.filter
def needs_files(form: Any) -> SafeString:
    """The encoding a form needs where it uploads files."""
    return SafeString(' enctype="multipart/form-data"' if form.is_multipart() else "")
