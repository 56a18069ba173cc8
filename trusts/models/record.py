"""What every record of the commissioning cycle has: its trust, its number, the rules it lives under."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Output
from trusts.framework.vocabulary import SCOPES
from trusts.models.append_only import AppendOnly
from trusts.models.audit import AuditEntry
from trusts.models.codes import CodesField, with_code
from trusts.models.decision import Item
from trusts.models.marks import Marks, Reach
from trusts.models.versioned import Versioned


class RecordQuerySet(models.QuerySet):
    """Records of a trust."""

    def is_whole_for(self, standing: Any) -> bool:
        """Whether the person reads all of the trust's; who else does reads them by the same words."""
        return bool(standing.reads_all)

    def visible_to(self, standing: Any) -> "RecordQuerySet":  # a Standing, which models do not know
        """What the person may read: all of the trust's, or what their roles' scopes cover."""
        mine = self.filter(trust=standing.trust)
        if self.is_whole_for(standing):
            return mine
        seen = models.Q(pk__in=[])
        for scope in SCOPES:
            for grant in standing.grants_for("record.view", scope):
                seen |= self._covered(scope, grant)
        if standing.has_scope("record.view", "own"):
            for field in (*self.model.PEOPLE, "created_by"):
                seen |= models.Q(**{field: standing.person})
        return mine.filter(seen)

    def _covered(self, scope: str, grant: Any) -> models.Q:
        """What a role of this scope covers, as `permissions` says it of one record."""
        none = models.Q(pk__in=[])
        if scope == "locality" and self.model.has("localities"):
            through = self.model.localities.through.objects.filter(locality__in=grant.localities)
            return models.Q(pk__in=through.values(self.model._meta.model_name))
        if scope == "partner" and self.model.PARTNER and grant.organisation:
            return models.Q(**{self.model.PARTNER: grant.organisation}, **self.model.FOR_PARTNER)
        if scope == "body" and grant.body and self.model.has("owner"):
            return models.Q(owner=grant.body)
        if scope == "outcome":
            codes = [
                with_code("outcomes", code) for code in sorted(grant.outcomes) if self.model.has("outcomes")
            ]
            return reduce(or_, codes, none) if grant.outcomes else ~none
        return none

    def with_framework(self) -> "RecordQuerySet":
        """With the framework they are judged by, in the same query."""
        return self.select_related("trust__blueprint", "blueprint", "created_by").defer(
            "trust__blueprint__text", "blueprint__text"
        )


class Record(Versioned):
    """One numbered record of a trust, judged by the framework version that was in force when it was made."""

    KIND: ClassVar[str]
    """Its name in `vocabulary.RECORDS`."""
    PARTNER: ClassVar[str] = ""
    """The path to the organisation whose people may read it though they read nothing else."""
    FOR_PARTNER: ClassVar[dict[str, Any]] = {}
    """What must be so before that organisation's people read it, such as `{"state": "made"}`."""
    PEOPLE: ClassVar[tuple[str, ...]] = ()
    """The fields that name people who work on it."""
    FIXED: ClassVar[tuple[str, ...]] = ()
    """The states in which its details no longer change."""
    PART_OF: ClassVar[str] = ""
    """The field whose record settles this one too: once that is fixed, so is its part."""
    ASKS: ClassVar[str] = ""
    """The field whose record says whether this one may change, so that both are locked, that one first."""
    SEALED: ClassVar[tuple[str, ...]] = ()
    """The links that do not change in those states either; other links may still be added."""
    SECRET: ClassVar[bool] = False
    """Whether what it says is kept out of the audit trail."""
    SORT: ClassVar[str] = ""
    """The field that says of which sort a record of this kind is."""
    CODED: ClassVar[dict[str, str]] = {}
    """Fields whose choices the framework gives: field to section, such as `{"sort": "agreement_kinds"}`."""

    ASKED_BY: ClassVar[dict[str, str]] = {}
    """Fields that the page of a transition asks for, and not the form of the record: field to code of the move."""
    TOLD_BY: ClassVar[dict[str, str]] = {}
    """What is worked out, by a name that a gate or an output uses, from the rows of a relation of its own."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    blueprint = models.ForeignKey("trusts.Blueprint", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(editable=False)
    generated = models.BooleanField(default=False, editable=False)
    """Whether it was invented by the machine for a trial, and means nothing."""
    particulars = models.JSONField(default=dict, blank=True, editable=False)
    """What the trust's own rules ask for and the product has no field for, by its name in the gate."""
    items = GenericRelation(Item, content_type_field="subject_type", object_id_field="subject_id")
    overrides = GenericRelation(
        "trusts.Override", content_type_field="subject_type", object_id_field="subject_id"
    )
    confirmations = GenericRelation(
        "trusts.Confirmation", content_type_field="subject_type", object_id_field="subject_id"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "number"], name="%(class)s_number_once_a_trust")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("record", args=[self.trust.code, self.KIND, self.number])

    @classmethod
    def has(cls, field: str) -> bool:
        """Whether records of this kind have a field."""
        return any(one.name == field for one in cls._meta.get_fields())

    @classmethod
    def placed_by(cls) -> tuple[str, ...]:
        """The relations that say where it belongs, which permissions look at."""
        return ("localities",) if cls.has("localities") else ()

    @property
    def framework(self) -> Reading:
        """The framework version it is judged by."""
        return self.blueprint.framework

    @property
    def is_done(self) -> bool:
        """Whether it counts as finished where a step asks for one."""
        return True

    def is_of(self, output: Output) -> bool:
        """Whether it is a record that an output of a step asks for: of its kind, and of one of its sorts."""
        return output.kind == self.KIND and (not output.sorts or getattr(self, self.SORT) in output.sorts)

    def lacks(self, output: Output) -> bool:
        """Whether the part of it is empty that an output asks for."""
        return output.part is not None and not is_filled(self.said(output.part))

    def linked_by(self, field: str) -> list:
        """The rows of one of its many-to-many fields; none where it has no such field."""
        return list(getattr(self, field).all()) if self.pk and self.has(field) else []

    @property
    def reach(self) -> Reach:
        """What a permission's scope is compared with."""
        named = {getattr(self, f"{field}_id", None) for field in (*self.PEOPLE, "created_by")}
        return Reach(
            bodies=frozenset({getattr(self, "owner_id", None)} - {None}),
            localities=frozenset(place.pk for place in self.linked_by("localities")),
            outcomes=frozenset(getattr(self, "outcomes", ())),
            organisations=frozenset(self._organisations()),
            people=frozenset(named - {None}),
            value=getattr(self, "value", None),
        )

    def _organisations(self) -> Iterable[int]:
        """The organisation it names for `PARTNER`."""
        if not self.PARTNER:
            return ()
        found: Any = self
        for part in self.PARTNER.split("__"):
            found = getattr(found, part, None)
            if found is None:
                return ()
        return (found.pk,)

    @property
    def marks(self) -> Marks:
        """What a gate's `when` looks at."""
        level, owner = getattr(self, "level", ""), getattr(self, "owner", None)
        scheme, _, code = level.partition(".")
        return Marks(
            levels={scheme: code} if code else {},
            groups=frozenset(getattr(self, "groups", ())),
            outcomes=frozenset(getattr(self, "outcomes", ())),
            owner_type=owner.type if owner else "",
            has_locality=bool(self.linked_by("localities")),
        )

    def overridden(self, gate: str, step: str) -> bool:
        """Whether somebody passed a gate with a reason, and no figure, date, choice or link was changed since."""
        passed = [one for one in self.overrides.all() if one.gate == gate]
        return bool(passed) and not self.has_lapsed(passed[-1])

    def has_lapsed(self, override: "Override") -> bool:
        """Whether a figure, date, choice or link of it was changed after the reason was given; other words are nothing else."""
        return any(at > override.at for at in self._substance_changed)

    @cached_property
    def _substance_changed(self) -> list[datetime]:
        """When it was edited or linked so that it says something else, by the audit trail: one query for all its overrides."""
        edits = AuditEntry.objects.filter(
            trust=self.trust_id,
            subject_type=self._meta.model_name,
            subject_id=str(self.pk),
            act__in=(edited := f"{self.KIND}.edit", "record.link", "record.unlink"),
        )
        words = {
            str(field.verbose_name).capitalize()
            for field in self._meta.fields
            if isinstance(field, models.CharField | models.TextField)
            and not (field.choices or field.name in self.CODED or isinstance(field, CodesField))
        }
        return [
            edit.at
            for edit in edits
            if edit.act != edited
            or {*edit.detail.get("changed", {}), *edit.detail.get("rewritten", [])} - words
        ]

    def said(self, name: str) -> Any:
        """What is recorded under a name that a gate uses: a field, a property, or one of the particulars."""
        own = as_attribute(name)
        return getattr(self, own) if hasattr(self, own) else self.particulars.get(name, "")

    @classmethod
    def rows_for(cls, name: str) -> str:
        """The relation whose rows say what is recorded under a name; nothing where a field of its own does."""
        own = cls.TOLD_BY.get(as_attribute(name), as_attribute(name))
        fields = {field.name: field for field in cls._meta.get_fields()}
        return own if own in fields and (fields[own].one_to_many or fields[own].many_to_many) else ""

    def decided_in_favour(self, kind: str) -> Item | None:
        """The item by which a body decided a question about it in favour, if one did."""
        for item in self.items.select_related("decision", "body").order_by("-pk"):
            if item.kind == kind and item.state == Item.State.DECIDED and item.decision.in_favour:
                return item
        return None


def is_filled(value: Any) -> bool:
    """Whether a record says something: words that are not blank, at least one row, any date or number."""
    if isinstance(value, str):
        return bool(value.strip())
    if hasattr(value, "all"):
        return bool(value.all())
    return value not in (None, False, 0, [], "")


def as_attribute(name: str) -> str:
    """A gate's word for something, as code spells it: `completed-assessment` is `completed_assessment`."""
    return name.replace("-", "_").replace(" ", "_")


class Confirmation(AppendOnly):
    """What a named adviser confirmed about a record."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    code = models.CharField(max_length=100)
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.code}, confirmed by {self.by}"


class Override(AppendOnly):
    """A reason for which a gate was passed on a record, where the framework allows it."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    gate = models.CharField(max_length=20)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.gate}: {self.reason}"
