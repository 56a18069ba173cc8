"""The door of every page of a trust: who may come in, and what everybody finds there."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.generic.base import ContextMixin, View

from trusts.forms.base import hidden
from trusts.framework.vocabulary import ACTS, GROUPS, group_of
from trusts.governance.permissions import Standing, roles_with, standings
from trusts.governance.refusal import Refusal
from trusts.models import Trust
from trusts.record_home import groups_for

NAVIGATION = [
    ("Home", "trust-home"),
    ("Cycle", "cycle"),
    ("Exercises", "exercises"),
    ("Data", "data"),
    ("", "records-group"),
    ("Decisions", "items"),
    ("Bodies", "bodies"),
    ("Framework", "framework"),
]
"""The menu; the groups of records, from needs to reviews, stand where the empty text is."""


class NotYours(PermissionDenied):
    """A member of the trust asked for something that others may do; says who."""

    def __init__(self, act: str, who: list[str], refusals: list[Refusal] | None = None) -> None:
        self.act, self.who, self.refusals = ACTS[act], who, refusals or []
        super().__init__(f"You cannot {ACTS[act]}.")


class TrustRequest(HttpRequest):
    """A request that has come through the door."""

    trust: Trust
    standing: Standing
    trusts: list[Trust]


class TrustPage(ContextMixin, View):
    """A page inside a trust. A subclass names the one act that it is for.

    Strangers to the trust get 404, the same as for a trust that does not exist; members without
    the act get 403, naming who has it.
    """

    act: ClassVar[str] = ""
    section: ClassVar[str] = ""
    """The URL name of the navigation entry it belongs to."""
    title: ClassVar[str] = ""
    request: TrustRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """A page of unknown act does not start."""
        super().__init_subclass__(**kwargs)
        if cls.act and cls.act not in ACTS:
            raise KeyError(f"{cls.__name__}: '{cls.act}' is not an act")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the trust and what the person is in it."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        mine = standings(request.user)
        found = next((s for s in mine if s.trust.code == kwargs["trust"]), None)
        if found is None:
            raise Http404("No such page.")
        self.request.trust, self.request.standing = found.trust, found
        self.request.trusts = [s.trust for s in mine]
        self.trust, self.standing = found.trust, found
        self.request.nav = self.navigation()  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load what the page is about, then ask whether this person may."""
        if not self.act:
            raise PermissionDenied(f"{type(self).__name__} declares no act.")
        self.load()
        if not self.allowed():
            raise NotYours(self.act, roles_with(self.trust, self.act, self.step_code()), self.why_not())
        return super().dispatch(request, *args, **kwargs)

    def load(self) -> None:
        """Find what the page is about; raises Http404 where there is no such thing in this trust."""

    def subject(self) -> Any:
        """The record permissions are asked about; None where the page is about the trust."""
        return None

    def step_code(self) -> str:
        """The step the page is about, where it is about one."""
        return str(self.kwargs.get("step", ""))

    def allowed(self) -> bool:
        """Whether this person may see or do this."""
        return self.standing.may(self.act, self.subject(), step=self.step_code())

    def why_not(self) -> list[Refusal]:
        """What the trust's own rules say against it, shown with the 403."""
        return []

    def as_read(self, refusals: list[Refusal]) -> list[Refusal]:
        """Reasons as this person reads them: nobody is told to ask themselves."""
        mine = {self.trust.framework.role_label(role) for role in self.standing.roles}
        return [replace(one, who=()) if mine & set(one.who) else one for one in refusals]

    def navigation(self) -> list[dict[str, Any]]:
        """The entries of the navigation bar."""
        words = {"Exercises": self.trust.framework.words("exercise").capitalize()}
        name = self.request.resolver_match.url_name if self.request.resolver_match else ""
        group = self.kwargs.get("group") or group_of(self.kwargs.get("kind", ""))
        found = []
        for text, url in NAVIGATION:
            if not self._finds(url):
                continue
            if text:
                here = url == (self.section or name)
                found.append(
                    {
                        "text": words.get(text, text),
                        "url": reverse(url, args=[self.trust.code]),
                        "current": here,
                    }
                )
                continue
            for code in groups_for(self.standing):
                at = reverse(url, args=[self.trust.code, code])
                found.append({"text": GROUPS[code][0], "url": at, "current": code == group})
        return found

    def _finds(self, url: str) -> bool:
        """Whether an entry leads this person anywhere."""
        if url == "data":
            return self.standing.reads_all
        return url != "items" or self.standing.may("item.view")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every template of a trust finds."""
        words = self.trust.framework
        if "breadcrumbs" in kwargs:
            kwargs["breadcrumbs"] = [
                (text, url) for text, url in kwargs["breadcrumbs"] if url != self.request.path
            ]
        return super().get_context_data(
            trust=self.trust, standing=self.standing, framework=words, heading=self.title,
            form_keys=SimpleLazyObject(lambda: hidden(self.request.user, None)),
        ) | kwargs  # fmt: skip
