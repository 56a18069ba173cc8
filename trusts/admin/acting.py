"""Forms of the administration whose saving is an action of ours, with its refusals shown on the form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from trusts.framework.document import BlueprintError
from trusts.governance.refusal import Refused


class ActingForm(forms.ModelForm):
    """Acts once it is found valid, so that a refusal of the action is an error of the form like any other."""

    request: HttpRequest
    faults_go_to: str | None = None
    """The field that shows the faults of a blueprint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.done: models.Model | None = None

    def act(self) -> models.Model:
        """Do what the form is for; may be refused."""
        raise TypeError(f"{type(self).__name__} does not say what saving does.")

    def is_valid(self) -> bool:
        """Whether it was acted on."""
        if self.done is None and super().is_valid():
            try:
                self.done = self.act()
            except Refused as refused:
                self.add_error(None, [str(refusal) for refusal in refused.refusals])
            except BlueprintError as error:
                self.add_error(self.faults_go_to, [str(fault) for fault in error.faults])
        return self.done is not None

    def save(self, commit: bool = True) -> models.Model:
        """What the action made; it is saved already."""
        if self.done is None:
            raise ValueError("This form has not acted.")
        return self.done

    def save_m2m(self) -> None:
        """The action saved these as well."""


class ActingAdmin(admin.ModelAdmin):
    """An administration page whose form acts."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, knowing who sends it."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has acted already."""
