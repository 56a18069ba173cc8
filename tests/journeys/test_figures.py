"""An officer brings published figures in, sees what they change, saves them, reads them, and takes them back."""

import re
from pathlib import Path

import pytest

from tests.journeys.test_every_page import Walk

pytestmark = pytest.mark.journey
SAMPLES = Path(__file__).parent.parent / "needs" / "data" / "files"
HOME = "/gateshead/data/"


def test_figures_come_in_are_read_and_are_taken_back(cast, tmp_path):
    officer = cast("mei.wong", "gateshead")
    page, walk = officer.page, Walk(officer.page)
    # The trust says for which authority it is
    walk.look_at(f"{HOME}areas/edit/")
    page.fill("[name=own]", "E08000037")
    page.click("main button[type=submit]")
    assert "Gateshead" in page.inner_text("main")
    asks_of_its_localities(walk)
    # A file of Fingertips, one row of it wrong
    text = (SAMPLES / "fingertips.csv").read_text("utf-8").replace("E06000047", "E06999999", 1)
    (tmp_path / "fingertips.csv").write_text(text)
    walk.look_at(f"{HOME}files/new/")
    page.set_input_files("input[type=file]", str(tmp_path / "fingertips.csv"))
    page.click("text=Check the file")
    page.wait_for_selector("text=Nothing is saved yet")
    said = page.inner_text("main")
    assert "E06999999" in said
    checked = page.url
    walk.look_at(checked)
    page.click("text=Save these figures")
    page.wait_for_selector("text=Saved on")
    # What it says stands on the page of the indicator, with the value of the file
    walk.look_at(f"{HOME}indicators/")
    page.click("text=Estimated prevalence of mental health disorders")
    assert "9.9" in page.inner_text("main")
    walk.look_at(page.url)
    becomes_evidence(walk)
    page.click("text=Say what it is to us")
    walk.look_at(page.url)
    # A layout nobody knows asks what its columns hold, once
    (tmp_path / "odd.csv").write_text("Where,How much,Since when\nE08000037,12,2019\n")
    page.goto(f"{HOME}files/new/")
    page.set_input_files("input[type=file]", str(tmp_path / "odd.csv"))
    page.click("text=Check the file")
    page.click("text=Say what the columns hold")
    walk.look_at(page.url)
    page.select_option("[name=column-0]", "area-code")
    page.select_option("[name=column-1]", "value")
    page.select_option("[name=column-2]", "period")
    page.fill("[name=indicator]", "Ponds")
    page.click("text=Check the file")
    page.wait_for_selector("text=Nothing is saved yet")
    # And the first file is taken back whole
    walk.look_at(f"{checked}undo/")
    page.click("text=Yes, undo it")
    page.wait_for_selector("text=Undone on")
    for path in (HOME, f"{HOME}areas/", checked):
        walk.look_at(path)
    walk.ends_well()


def asks_of_its_localities(walk):
    """The trust's own figures are drawn on a map, asked by place and group at once, and belong to a dataset."""
    page = walk.page
    for name in ("areas/boundaries/", "areas/boundaries/take-out/", "datasets/new/"):
        walk.look_at(f"{HOME}{name}")
    page.goto(HOME)
    page.click("text=Therapy waiting list")
    walk.look_at(page.url)
    page.goto(f"{HOME}indicators/")
    page.click("text=Children who waited over 18 weeks")
    indicator = page.url
    walk.look_at(f"{indicator}localities/")
    assert all(page.locator("figure img").evaluate_all("ones => ones.map(one => one.naturalWidth > 0)"))
    assert page.locator("figure img").count() == 2
    walk.look_at(f"{indicator}two-way/")
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.locator("figure img").evaluate("one => one.clientWidth >= one.naturalWidth * 11 / 14"), (
        "its letters are read on a phone"
    )
    page.goto(HOME)
    page.click("text=own-gateshead.csv")
    page.click("text=Say which dataset it is of")
    walk.look_at(page.url)


def becomes_evidence(walk):
    """The indicator is asked over time and within the region; the answer becomes evidence as it was seen."""
    page = walk.page
    indicator = page.url
    page.click("text=over time")
    walk.look_at(page.url)
    page.click("text=Within the region")
    page.wait_for_url("**/region/", wait_until="load")
    assert page.locator("figure img").evaluate("one => one.naturalWidth") > 0
    walk.look_at(page.url)
    page.click("text=Use as evidence")
    page.wait_for_selector("text=The figures as they were seen")
    assert "Nothing: the figures stand as they were seen." in page.inner_text("main")
    walk.look_at(page.url)
    walk.look_at(f"{HOME}profile/")
    assert "9.9" in page.inner_text("main")
    page.goto(indicator)


PUBLISHED = {
    ("gateshead", "mei.wong"): ("133 121.6 to 144.5 528", "263.6 175.1 to 381.0 28"),
    ("county-durham", "mina.hart"): ("122 115.0 to 128.8 1,213", "203.5 153.7 to 264.3 56"),
    ("medway", "hannah.trewin"): ("71 65.1 to 78.1 476", "230.6 163.9 to 315.2 39"),
    ("buckinghamshire", "tariq.shah"): ("41 37.5 to 44.7 523", "152.2 113.6 to 199.5 52"),
    ("haringey", "bethan.rees"): ("62 55.9 to 69.4 334", ""),
}  # fmt: skip
"""By trust and officer: children looked after at 31 March 2024, per 10,000, its interval (Byar, worked out apart) and number; admissions for
self-harm at 10 to 14 in 2017/18. Read from the files by hand; Fingertips' file of London is not among them."""


def test_every_trust_reads_what_is_published_about_it(caller):
    for (trust, username), (care, harm) in PUBLISHED.items():
        officer = caller(username)
        listed = officer.gets(f"/{trust}/data/indicators/").text
        for name, said in (
            ("Children looked after at 31 March", care),
            ("Hospital admissions as a result of self-harm (10-14 yrs)", harm),
        ):
            number = re.search(rf'/data/indicators/(\d+)/">{re.escape(name)}', listed)[1]
            page = officer.gets(f"/{trust}/data/indicators/{number}/time/").text
            words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
            assert said in words, (trust, name)
        assert ("No figure of this indicator is published for Haringey" in words) == (not harm)
