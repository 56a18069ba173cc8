"""Every question of the five frameworks can be answered with yes or no, as members and clerks answer it."""

import re

import pytest

from tests.trust_data import CODES, trust

EITHER_OR = re.compile(
    r", (?:and )?(?:what|why|where|who|how|which)\b|\b\w+(?:ed)? or \w+(?:ed)?\?$", re.IGNORECASE
)
OPENS_YES_OR_NO = re.compile(r"^(?:Is|Are|Has|Were|Do|Does|May|Shall|Should) ")


@pytest.mark.parametrize("code", CODES)
def test_every_question_takes_yes_or_no_for_an_answer(db, code):
    questions = [kind.question for kind in trust(code).framework.decisions.values()]

    assert questions
    assert [q for q in questions if EITHER_OR.search(q) or not OPENS_YES_OR_NO.search(q)] == []


@pytest.mark.parametrize(
    "open_one",
    [
        "Shall the money be separate, aligned or pooled?", "Do the arrangements work, and what must change?",
        "Should these resources be moved, from where, to where, and why?", "What are the board's views?",
    ],
)  # fmt: skip
def test_a_question_with_other_answers_would_be_found(open_one):
    assert EITHER_OR.search(open_one) or not OPENS_YES_OR_NO.search(open_one)
