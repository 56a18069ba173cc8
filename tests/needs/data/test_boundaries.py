"""Boundaries come in from GeoJSON, bad files are refused in plain words, and answers are drawn as maps."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from needs.actions import batch as batches
from needs.actions.boundary import bring_boundaries, take_boundaries_out
from needs.answers.edges import edges_of
from needs.answers.maps import FLAT, Drawn, Outlines, outlines_of, ranked_map
from needs.answers.picture import svg
from needs.answers.questions import ask
from needs.data_page import drawn
from needs.figures.boundaries import outlines, simplified
from needs.figures.faults import BadFile
from needs.models import Area, Batch, Boundary, LocalityArea
from tests.access.figures import an_outline
from tests.factories.figures import (
    DURHAM,
    ENGLAND,
    GATESHEAD,
    NORTH_EAST,
    area,
    figure,
    figures,
    indicator,
    place_of,
)
from tests.factories.framework import SANDOVER, row
from tests.factories.sandover import Sandover, sandover
from tests.factories.trust import LocalityFactory, TrustFactory
from tests.factories.visitor import form_of, text_of, visitor
from trusts.governance.refusal import Refused
from trusts.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db) -> Sandover:
    return sandover()


def square(code: str, x: float, y: float = 54.0, name: str = "LAD24CD", **more) -> dict:
    """A square of a tenth of a degree."""
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    return {"type": "Feature", "properties": {name: code}, "geometry": {"type": "Polygon", "coordinates": [ring]}} | more  # fmt: skip


def file_of(*shapes) -> bytes:
    """A file of shapes."""
    return json.dumps({"type": "FeatureCollection", "features": list(shapes)}).encode()


def test_known_areas_are_kept_and_everything_else_is_counted(made):
    for code in (GATESHEAD, DURHAM):
        area(code)
    line = {"type": "LineString", "coordinates": [[-1, 54], [-1, 55]]}
    brought = bring_boundaries(
        file_of(square(GATESHEAD, -1.6), square(DURHAM, -1.7), square("E08000021", -1.5), square("W06000001", -3.0),
                square(DURHAM, -1.7, geometry=line)),
        file_name="lad.geojson",
    )  # fmt: skip
    assert Boundary.objects.count() == brought.kept == 2
    assert brought.unknown == 1
    assert sum(brought.left.values()) == 2
    assert "2 areas can be drawn now." in brought.said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not GeoJSON"), (b"\xff\xfe\x00", "not GeoJSON"), (b'{"type": "FeatureColl', "not the whole of it"),
        (b"[" * 100_000, "not GeoJSON"), (b"[1, 2]", "no collection of shapes"), (b'{"type": "Topology"}', "no collection of shapes"),
        (file_of(), "holds no shape"), (file_of(1, None, {}), "No shape of this file can be kept"),
        (file_of(square("W06000001", -1.6)), "has no code of an English area"),
        (file_of(square(GATESHEAD, 420_000.0, 560_000.0)), "not in metres"),
        (json.dumps({"type": "FeatureCollection", "features": [square(GATESHEAD, float("nan"))]}).encode(), "in degrees"),
        (file_of(square(GATESHEAD, 7.5)).replace(b"7.5", b"9" * 400), "in degrees"),
        (b" " * (20 * 2**20 + 1), "at most 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_a_bad_file_is_refused_in_plain_words_and_nothing_is_kept(made, content, words):
    with pytest.raises(BadFile, match=words):
        bring_boundaries(content, file_name="bad.geojson", trust=made.trust)
    assert not Boundary.objects.exists()


def test_neighbours_share_their_border_after_simplifying_and_nothing_vanishes():
    left = [[(0.0, 51.0), (0.10001, 51.00003), (0.09998, 51.1), (0.0, 51.1), (0.0, 51.0)]]
    right = [[(0.10001, 51.00003), (0.2, 51.0), (0.2, 51.1), (0.09998, 51.1), (0.10001, 51.00003)]]
    shared = set(simplified(left, 0.001)[0]) & set(simplified(right, 0.001)[0])
    assert shared == {(0.1, 51.0), (0.1, 51.1)}
    many = [[(x / 10_000, 51 + (x % 2) / 100) for x in range(10_000)]]
    assert sum(len(ring) for ring in simplified(many, 0.0001)) <= 3_001
    assert len(simplified([[(0.0, 51.0), (1e-6, 51.0), (1e-6, 51.000001), (0.0, 51.0)]], 0.001)[0]) == 5


def test_each_trust_replaces_its_own_outlines_and_nobody_elses(made):
    other = TrustFactory()
    area(DURHAM)
    bring_boundaries(file_of(square(DURHAM, -1.7)), file_name="all.geojson")
    for whose, x in ((made.trust, -1.8), (other, -1.9), (made.trust, -1.6)):
        brought = bring_boundaries(file_of(square(DURHAM, x)), file_name=f"{x}.geojson", trust=whose)
        assert brought.kept == 1
    found = dict(Boundary.objects.values_list("trust", "file_name"))
    assert found == {None: "all.geojson", made.trust.pk: "-1.6.geojson", other.pk: "-1.9.geojson"}
    for whose, west in ((made.trust, -1.6), (TrustFactory(), -1.7)):
        seen = outlines_of(whose, [area(DURHAM).pk], {}).of[area(DURHAM).pk]
        assert min(x for ring in seen for x, _ in ring) == west


def test_a_trust_brings_in_only_what_stands_on_its_own_maps(made):
    place, elsewhere = made.trust.localities.first(), LocalityFactory()
    mine, theirs, nobodys = (
        Area.objects.create(code=f"E0100000{n}", name="Part", kind="lsoa") for n in (1, 2, 3)
    )
    LocalityArea.objects.create(locality=place, area=mine)
    LocalityArea.objects.create(locality=elsewhere, area=theirs)
    shapes = file_of(*(square(one.code, -1.6, name="LSOA21CD") for one in (mine, theirs, nobodys)))
    brought = bring_boundaries(shapes, file_name="own.geojson", trust=made.trust)
    assert (brought.kept, brought.unknown) == (1, 2)
    assert "2 left out: none of your localities is made of them, and they are no authority." in brought.said
    assert Boundary.objects.get().area == mine


def test_what_one_trust_brings_in_is_seen_in_no_other(made):
    one, other = indicator(), TrustFactory()
    place_of(made.trust)
    place_of(other)
    codes = (GATESHEAD, DURHAM)
    figures(
        one,
        "2024",
        {GATESHEAD: (98, 400, 40_527), DURHAM: (61.3, 613, 100_000), NORTH_EAST: (50.7, 871, 171_623)},
    )
    shapes = file_of(*(square(code, -1.6 + n / 10) for n, code in enumerate(codes)))
    bring_boundaries(shapes, file_name="own.geojson", trust=other, source="What they wrote")
    assert ask(other, one, "region").map
    mine = ask(made.trust, one, "region")
    assert mine.map == {}
    assert "What they wrote" not in json.dumps(mine.frozen())
    assert (drawn(other), drawn(made.trust)) == (2, 0)


def test_undoing_a_file_leaves_the_areas_that_have_an_outline(made):
    batch = batches.receive(file_name="a.csv", trust=made.trust, by=made.officer, local=True)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.SAVED)
    for n in (1, 2):
        Area.objects.create(code=f"E0100000{n}", name="Part", kind="lsoa", batch=batch)
    bring_boundaries(file_of(square("E01000001", -1.6, name="LSOA21CD")), file_name="all.geojson")
    batches.undo(batch, by=made.officer)
    assert Boundary.objects.count() == 1
    assert list(Area.objects.filter(code__startswith="E01").values_list("code", flat=True)) == ["E01000001"]


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        ({"LAD24CD": GATESHEAD, "LSOA21CD": "E01000001"}, "E01000001"), ({"RGN24CD": NORTH_EAST, "LAD24CD": GATESHEAD}, GATESHEAD),
        ({"LSOA11CD": "E01000002", "LSOA21CD": "E01000001", "MSOA21CD": "E02000001"}, "E01000001"),
        ({"LAD24CD": GATESHEAD, "PAR24CD": "E04000001"}, "E04000001"), ({"LAD24CD": GATESHEAD, "LOC24CD": "north"}, "north"),
    ],
)  # fmt: skip
def test_a_shape_is_of_the_smallest_area_that_its_file_names(around, kept):
    shape = square("", -1.6) | {"properties": around}
    assert list(outlines(file_of(shape), {"north"}).of) == [kept]


def test_authorities_of_the_region_are_drawn_and_what_is_hidden_is_drawn_as_hidden(made):
    place_of(made.trust)
    one = indicator()
    figures(one, "2024", {
        GATESHEAD: (0.987, 4, 40_527), DURHAM: (61.3, 613, 100_000), "E06000001": (77.7, 155, 19_948), "E06000005": (88.8, 99, 11_148),
        NORTH_EAST: (50.7, 871, 171_623), ENGLAND: (50, 60_000, 12_000_000),
    })  # fmt: skip
    assert ask(made.trust, one, "region").map == {}
    codes = (GATESHEAD, DURHAM, "E06000001")
    shapes = file_of(*(square(code, -1.6 + n / 10) for n, code in enumerate(codes)))
    bring_boundaries(shapes, file_name="lad.geojson", source="Sandover Maps, OGL")
    answer = ask(made.trust, one, "region")
    seen = svg(answer.map)
    assert "Hidden" in seen
    assert "0.987" not in json.dumps(answer.map)
    assert "Boundaries: Sandover Maps, OGL." in answer.method
    assert "Not on the map, for no boundary is loaded: Darlington." in answer.method
    assert ask(made.trust, one, "similar").map == {}


def test_localities_are_drawn_from_the_areas_they_are_made_of(made):
    place_of(made.trust)
    one = indicator()
    shapes = []
    for number, place in enumerate(made.trust.localities.order_by("name")[:2]):
        Area.objects.create(
            trust=made.trust, code=place.code, name=place.name, kind="locality", locality=place
        )
        for part in range(2):
            small = Area.objects.create(code=f"E010000{number}{part + 1}", name="Part", kind="lsoa")
            LocalityArea.objects.create(locality=place, area=small)
            figure(one, small, "2024", value=None, count=20 + 10 * number + part, denominator=2_000)
            shapes.append(square(small.code, number / 10, 51 + part / 10, name="lsoa21cd"))
    bring_boundaries(file_of(*shapes), file_name="lsoa.geojson")
    figure(one, area(GATESHEAD), "2024", value=100, count=400, denominator=40_000)
    answer = ask(made.trust, one, "localities")
    seen = svg(answer.map)
    for place in made.trust.localities.order_by("name")[:2]:
        assert place.name in seen
    officer = visitor(made.officer)
    page = reverse("answer", args=["sandover", one.pk, "localities"])
    assert "format=map" in officer.get(page).content.decode()
    assert officer.get(page, {"format": "map"})["Content-Type"].startswith("image/svg")
    for kind in ("pdf", "docx"):
        assert officer.get(page, {"format": kind}).status_code == 200


def test_a_locality_is_drawn_as_one_though_its_parts_share_only_a_part_of_a_border():
    left = [[0.0, 51.0], [1.0, 51.0], [1.0, 53.0], [0.0, 53.0], [0.0, 51.0]]
    above = [[1.0, 52.0], [2.0, 52.0], [2.0, 53.0], [1.0, 53.0], [1.0, 52.0]]
    beneath = [[1.0, 51.0], [2.0, 51.0], [2.0, 52.0], [1.0, 52.0], [1.0, 51.0]]
    (edge,) = edges_of([left, above, beneath])
    assert edge[0] == edge[-1]
    assert {tuple(point) for point in edge} >= {(0.0, 51.0), (2.0, 51.0), (2.0, 53.0), (0.0, 53.0)}
    assert (1.0, 52.0) not in {tuple(point) for point in edge}
    assert len(edges_of([left, [[x + 5, y] for x, y in above]])) == 2, "an island keeps its own"


def test_a_label_stands_once_in_the_middle_or_as_a_rank_where_names_would_meet():
    square = [[0.0, 51.0], [1.0, 51.0], [1.0, 52.0], [0.0, 52.0], [0.0, 51.0]]

    def labels(*names: str) -> list:
        rings = {n: [[[x + n + part, y] for x, y in square] for part in (0, 0.5)] for n in range(len(names))}
        areas = [Drawn(n, name, float(n), f"{n}.0", str(n + 1)) for n, name in enumerate(names)]
        return ranked_map(areas, Outlines(rings), "%")["layer"][-1]["data"]["values"]

    assert [one["lines"] for one in labels("East", "West")] == [["East", "0.0"], ["West", "1.0"]]
    assert [one["lines"] for one in labels(*(f"Locality {n}" for n in range(7)))] == [
        [str(n + 1)] for n in range(7)
    ]
    assert labels("East", "West")[0]["x"] == pytest.approx(0.75 * FLAT)


def test_an_officer_brings_boundaries_in_and_a_bad_file_is_named_at_its_field():
    made = sandover(delegation=[*SANDOVER["delegation"], row("commissioning-officer", "data.import")])
    place = made.trust.localities.first()
    Area.objects.create(trust=made.trust, code="planted", name="Planted", kind="locality", locality=place)
    officer, url = visitor(made.officer), reverse("boundaries-bring", args=["sandover"])
    page = officer.post(
        url, form_of(officer, url) | {"source": "Ours", "file": SimpleUploadedFile("bad.geojson", b"{}")}
    )
    assert page.status_code == 422
    assert "no collection of shapes" in text_of(page)
    page = officer.post(url, form_of(officer, url) | {"source": "Ours", "file": an_outline()}, follow=True)
    assert "1 area can be drawn now." in text_of(page)
    assert Boundary.objects.get().area.code == "planted"


def test_a_trust_takes_its_own_boundaries_out_and_nobody_elses():
    made = sandover(delegation=[*SANDOVER["delegation"], row("commissioning-officer", "data.import")])
    other = TrustFactory()
    for code in (GATESHEAD, DURHAM):
        area(code)
    bring_boundaries(file_of(square(DURHAM, -1.7)), file_name="all.geojson")
    own = file_of(square(GATESHEAD, -1.6), square(DURHAM, -1.8))
    for whose in (made.trust, other, made.trust):
        bring_boundaries(own, file_name="own.geojson", trust=whose)
    officer, url = visitor(made.officer), reverse("boundaries-take-out", args=["sandover"])
    assert url in officer.get(reverse("areas", args=["sandover"])).content.decode()
    asked = text_of(officer.get(url))
    assert "The outlines of 2 areas are taken out." in asked
    assert "1 of these areas is drawn with the boundaries loaded for every trust" in asked
    assert "replaced by later ones do not come back" in asked
    page = officer.post(url, form_of(officer, url), follow=True)
    assert "The outlines of 2 areas are taken out." in text_of(page)
    assert url not in page.content.decode()
    nothing = text_of(officer.get(url))
    assert "brought in no boundaries" in nothing
    assert "taken out" not in nothing
    assert set(Boundary.objects.values_list("trust", flat=True)) == {None, other.pk}
    assert (drawn(made.trust), drawn(other)) == (1, 2)
    said = AuditEntry.objects.get(act="data.remove-boundaries")
    assert (said.person_name, said.detail["taken_out"]) == (made.officer.name, 2)


def test_where_a_trust_brought_in_no_boundaries_there_are_none_to_take_out(made):
    area(DURHAM)
    bring_boundaries(file_of(square(DURHAM, -1.7)), file_name="all.geojson")
    with pytest.raises(Refused, match="brought in no boundaries"):
        take_boundaries_out(trust=made.trust, by=made.officer)
    assert drawn(made.trust) == 1


def test_the_administrator_brings_them_in_by_command(made, tmp_path, capsys):
    area(GATESHEAD)
    (tmp_path / "lad.geojson").write_bytes(file_of(square(GATESHEAD, -1.6)))
    (tmp_path / "bad.geojson").write_bytes(b"{}")
    call_command("import_boundaries", str(tmp_path / "lad.geojson"))
    assert "1 area can be drawn now." in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"Nothing of it was kept"):
        call_command("import_boundaries", str(tmp_path / "bad.geojson"))
