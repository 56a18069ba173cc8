"""An officer brings published figures in, sees what they change, saves them, reads them, and takes them back."""

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
