"""What every round of the cycle has, whatever the trust: a need on record, bids and an award, a review, the next round."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.acting import Actor
from tests.journeys.forms import TITLES


@dataclass(frozen=True)
class Need:
    """What an assessment rests on and found: the addresses of its records."""

    figures: str
    voices: str
    assessment: str
    finding: str


def puts_need_on_record(officer: Actor, exercise: str, *, figures: str, voices: str, title: str, found: str,
                        **marks: list[str]) -> Need:  # fmt: skip
    """Evidence and participation on their pages; an assessment that is complete once it has found something."""
    evidence = officer.puts_on_record("evidence", figures, drawn=True, **marks)
    heard = officer.puts_on_record("participation", voices, drawn=True, **marks)
    assessment = officer.puts_on_record("assessment", title, **marks)
    officer.links(assessment, "evidence", evidence)
    officer.links(assessment, "participation", heard)
    officer.finds(assessment, "It has no finding yet")
    finding = officer.puts_on_record("finding", found, assessment=assessment, **marks)
    officer.links(finding, "evidence", evidence)
    officer.links(finding, "participation", heard)
    officer.presses_move(assessment, "Complete it", "Findings stand from now on")
    officer.works_on(exercise, evidence=evidence, participation=heard, assessments=assessment)
    return Need(evidence, heard, assessment, finding)


def opens_bids(officer: Actor, second: Actor, procurement: str, provider: str, night: Callable[[str], None],
               **panel: str) -> str:  # fmt: skip
    """A bid comes in and stays sealed until its day has passed and two people open it; returns its address.

    `panel` is who sits on it, by name, and for which body.
    """
    bid = officer.puts_on_record("bid", "The one offer", procurement=procurement, provider=provider)
    assert officer.page.context.request.get(bid).status == 404, "A bid was read before bids were opened."
    for person, body in panel.items():
        more = {"body": body} if body else {}
        officer.puts_on_record(
            "panellist", f"For {body or 'the buyer'}", procurement=procurement, person=person, **more
        )
    officer.finds(procurement, "Bids are sealed until")
    night(procurement)
    for one in (officer, second):
        one.moves(procurement, "close")
    officer.moves(
        bid, "score", quality="80", price="70", comment="It says how fathers are reached. Invented."
    )
    return bid


def learns_from_a_review(
    officer: Actor, exercise: str, contract: str, filed: str, title: str, said: str
) -> None:
    """A review of the contract is opened on its page and closed with what follows; it is evidence from now on."""
    review = officer.puts_on_record("review", title, drawn=True, agreement=contract)
    officer.links(review, "returns", filed)
    officer.works_on(exercise, reviews=review)
    officer.presses_move(review, "Close it with what follows", "is evidence for the next round",
                         conclusion="Continue", concluded=said)  # fmt: skip
    officer.sees(f"Review: {title}")


def begins_the_next_round(
    officer: Actor, following: str, need: Need, review: str, found: str, *titles: str
) -> None:
    """The next round starts from what the last one learned and what still stands; both threads are whole."""
    officer.goes_to(following)
    officer.sees(f"Review: {review}", "Learned: ")
    shown = str(officer.page.get_by_role("link", name=f"Review: {review}").first.get_attribute("href"))
    TITLES[shown] = f"Review: {review}"
    again = officer.puts_on_record("assessment", f"{review}: and now", follows=need.assessment)
    finding = officer.puts_on_record("finding", found, assessment=again)
    for record in (again, finding):
        officer.links(record, "evidence", shown)
    officer.moves(again, "complete")
    officer.works_on(following, assessments=again)
    officer.sees_on_thread(finding, f"Review: {review}", f"{review}: and now")
    officer.sees_on_thread(need.finding, *titles, review)
