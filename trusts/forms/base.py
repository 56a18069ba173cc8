"""What every form carries: a key that makes it act once, the version it shows, who was typing."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core import signing
from django.http import QueryDict

from trusts.models import Person

KEY, VERSION, AUTHOR = "form-key", "form-version", "form-author"
KEPT = "kept-text"
"""Where the session keeps what somebody typed when their session had expired."""
SALT = "weft.form-author"


def author_token(person: Person) -> str:
    """Who is typing, signed, so that kept text is given back to nobody else."""
    return signing.dumps(person.pk, salt=SALT)


def hidden(person: Person, version: int | None) -> dict[str, str]:
    """The hidden fields of a freshly rendered form."""
    return {
        KEY: str(uuid.uuid4()),
        VERSION: "" if version is None else str(version),
        AUTHOR: author_token(person),
    }


def typed_by(data: dict[str, list[str]], person: Person) -> bool:
    """Whether a person typed this text."""
    try:
        return signing.loads(data.get(AUTHOR, [""])[0], salt=SALT) == person.pk
    except signing.BadSignature:
        return False


def as_querydict(data: dict[str, list[str]]) -> QueryDict:
    """Kept text in the shape a form reads, with a new key."""
    restored = QueryDict(mutable=True)
    for name, values in data.items():
        restored.setlist(name, values)
    restored[KEY] = str(uuid.uuid4())
    return restored


class ActForm(forms.Form):
    """A form that asks somebody to act; its hidden fields make it act once and lose nothing."""

    def __init__(self, *args: Any, keys: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (keys or {}).items():
            self.fields[name] = forms.CharField(required=False, initial=value, widget=forms.HiddenInput)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors = forms.utils.ErrorDict()

    def renew(self, keys: dict[str, str]) -> None:
        """Give a form that is shown again new hidden fields, and keep everything else as typed."""
        if self.is_bound:
            self.data = self.data.copy()
            for name, value in keys.items():
                self.data[name] = value
