"""The golden tables: what each person gets on each page of two trusts. Written by hand from their delegation.

A row is a page, with the answers to opening it and to sending its form. A letter is a column of
`cast.COLUMNS`, in this order and these groups:

    outside  anonymous, stranger, closed account, former member
    work     own officer, another officer, lead
    bodies   chair of the deciding body, chair of the board, clerk, member of the deciding body
    places   member of the exercise's own local board, member of another
    others   observer, provider named on the exercise, provider not named, administrator

The letters: `o` the page; `g` sent on to another page, nothing done; `w` done; `n` the trust's rules say
no, with the reason (nothing done); `f` the form is faulty; `i` to the sign-in page; `x` 403, you may not,
with who may; `.` 404, the same as a page that does not exist; `-` 405, this page takes no form.
"""

NO_FORM = "i.i. --- ---- -- ----"
ALL = "i.i. ooo oooo oo oooo"
READ = (ALL, NO_FORM)
"""Whoever has business in the trust reads it, and there is nothing to send."""

EXERCISE = ("i.i. ooo oooo oo oo.o", "i.i. --- ---- -- --.-")
"""The same, but a provider reads only what names it."""

WHOLE = ("i.i. ooo oooo oo oxxo", "i.i. --- ---- -- -xx-")
"""Whoever reads everything of the trust, and there is nothing to send."""
BRING_IN = ("i.i. ooo xxxx xx xxxo", "i.i. www xxxx xx xxxw")
"""Whoever may bring files of figures in."""

SITE = {
    "home": ("igio ggg gggg gg gggg", "i-i- --- ---- -- ----"),
    "sign-in": ("ogog ggg gggg gg gggg", "ogog ggg gggg gg gggg"),
    "demo-sign-in": ("---- --- ---- -- ----", ".... ... .... .. ...."),
    "sign-out": ("i-i- --- ---- -- ----", "igig ggg gggg gg gggg"),
    "account": ("ioio ooo oooo oo oooo", "ifif fff ffff ff ffff"),
    "help": ("oooo ooo oooo oo oooo", "---- --- ---- -- ----"),
    "accessibility": ("oooo ooo oooo oo oooo", "---- --- ---- -- ----"),
    "health": ("oooo ooo oooo oo oooo", "---- --- ---- -- ----"),
}
"""The pages outside any trust. The demonstration's sign-in is asked for somebody who is not of it."""

ANYWHERE = {
    "trust-home": READ,
    "cycle": READ,
    "cycle-step": READ,
    "exercises": READ,
    "exercise": EXERCISE,
    "exercise-step": EXERCISE,
    "entry-file": EXERCISE,
    "bodies": READ,
    "body": READ,
    "meeting": READ,
    "framework": READ,
    "framework-version": READ,
    "framework-part": READ,
    "framework-version-part": READ,
    "framework-file": READ,
    # Whoever creates, officers and leads; editing is for the named officer, the lead, the local board.
    "exercise-create": ("i.i. ooo xxxx xx xxxx", "i.i. www xxxx xx xxxx"),
    "exercise-edit": ("i.i. oxo xxxx ox xx.x", "i.i. wxw xxxx wx xx.x"),
    "exercise-assign": ("i.i. xxo oxxx xx xx.x", "i.i. xxw wxxx xx xx.x"),
    "exercise-schedule": ("i.i. xxo oxxx xx xx.x", "i.i. xxw wxxx xx xx.x"),
    "entry-record": ("i.i. oxo xxxx ox xo.x", "i.i. wxw xxxx wx xw.x"),
    "entry-remove": ("i.i. gxg xxxx gx xg.x", "i.i. wxw xxxx wx xw.x"),
    "item-submit": ("i.i. oxo xxxx xx xx.x", "i.i. wxw xxxx xx xx.x"),
    # Questions to bodies: read by those who have item.view, decided by the body's own people alone.
    "items": ("i.i. ooo oooo oo oxxx", "i.i. --- ---- -- -xxx"),
    "item-vote": ("i.i. xxx oxxo xx xxxx", "i.i. xxx wxxw xx xxxx"),
    "item-interest": ("i.i. xxx oxxo xx xxxx", "i.i. xxx wxxw xx xxxx"),
    "decision-record": ("i.i. xxx oxox xx xxxx", "i.i. xxx wxwx xx xxxx"),
    "item-agenda": ("i.i. xxx oxox xx xxxx", "i.i. xxx wxwx xx xxxx"),
    "item-withdraw": ("i.i. oxx xxxx xx xxxx", "i.i. wxx xxxx xx xxxx"),
    # Whoever asked does not say that a condition is met: the body's chair or clerk does.
    "condition-close": ("i.i. xxx oxox xx xxxx", "i.i. xxx wxwx xx xxxx"),
    # General business is put to a body by whoever puts questions to bodies, except within one place only.
    "body-ask": ("i.i. ooo xxxx xx xxxx", "i.i. www xxxx xx xxxx"),
    "meeting-create": ("i.i. xxx oxox xx xxxx", "i.i. xxx wxwx xx xxxx"),
    "framework-submit": ("i.i. xxx xxxx xx xxxo", "i.i. xxx xxxx xx xxxw"),
    # Records: read by whoever reads the trust's, a provider's own apart; what is planted names no provider.
    "records-home": READ,
    "records-group": ("i.i. ooo oooo oo o..o", "i.i. --- ---- -- -..-"),
    "records": READ,
    "record": ("i.i. ooo oooo oo o..o", "i.i. --- ---- -- -..-"),
    "record-thread": ("i.i. ooo oooo oo o..o", "i.i. --- ---- -- -..-"),
    "broken-threads": ("i.i. ooo oooo oo oxxo", "i.i. --- ---- -- -xx-"),
    # Figures: read by whoever reads everything of the trust; brought in by officers, their leads and the administrator.
    "data": WHOLE,
    "indicators": WHOLE,
    "indicator": WHOLE,
    "answer": WHOLE,
    "profile": WHOLE,
    "exhibit": ("i.i. ooo oooo oo o..o", "i.i. --- ---- -- -..-"),
    "areas": WHOLE,
    "batch": WHOLE,
    "batch-faults": WHOLE,
    "indicator-edit": BRING_IN,
    "areas-edit": BRING_IN,
    "boundaries-bring": BRING_IN,
    "boundaries-take-out": BRING_IN,
    "dataset-make": BRING_IN,
    "dataset-edit": BRING_IN,
    "batch-release": BRING_IN,
    "batch-create": BRING_IN,
    "batch-explain": BRING_IN,
    "batch-undo": BRING_IN,
    "batch-save": ("i.i. ggg xxxx xx xxxg", "i.i. www xxxx xx xxxw"),
    "batch-stop": ("i.i. ggg xxxx xx xxxg", "i.i. www xxxx xx xxxw"),
    "batch-resume": ("i.i. ggg xxxx xx xxxg", "i.i. www xxxx xx xxxw"),
}
"""The pages on which both trusts delegate alike."""

DURHAM = ANYWHERE | {
    # Figures are made evidence by whoever writes of needs.
    "answer-use": ("i.i. ggx xxxx gg xxxx", "i.i. wwx xxxx ww xxxx"),
    "profile-use": ("i.i. ggx xxxx gg xxxx", "i.i. wwx xxxx ww xxxx"),
    # Moving an exercise along is the named officer's alone.
    "exercise-close": ("i.i. oxx xxxx xx xx.x", "i.i. nxx xxxx xx xx.x"),
    "step-start": ("i.i. gxx xxxx xx xx.x", "i.i. wxx xxxx xx xx.x"),
    "step-complete": ("i.i. gxx xxxx xx xx.x", "i.i. gxx xxxx xx xx.x"),
    "step-skip": ("i.i. oxx xxxx xx xx.x", "i.i. nxx xxxx xx xx.x"),
    "step-back": ("i.i. oxx xxxx xx xx.x", "i.i. wxx xxxx xx xx.x"),
    # Members of the unit have a duty at this step, so they may tick it, and nothing else.
    "step-tick": ("i.i. gxg gxxg gx xg.x", "i.i. wxw gxxg wx xw.x"),
    "gate-override": ("i.i. xxo oxxx xx xx.x", "i.i. xxw wxxx xx xx.x"),
    # Every local board reads what the others ask.
    "item": ("i.i. ooo oooo oo oxxx", "i.i. --- ---- -- -xxx"),
    "audit": ("i.i. xxx xxxx xx oxxo", "i.i. xxx xxxx xx -xx-"),
    # Needs are written by officers and, in its own locality, by a local board.
    "record-make": ("i.i. oox xxxx oo xxxx", "i.i. wwx xxxx wn xxxx"),
    "record-edit": ("i.i. oox xxxx ox x..x", "i.i. wwx xxxx wx x..x"),
    "record-link": ("i.i. oox xxxx ox x..x", "i.i. wwx xxxx wx x..x"),
    "record-unlink": ("i.i. ggx xxxx gx x..x", "i.i. wwx xxxx wx x..x"),
    "record-move": ("i.i. oox xxxx ox x..x", "i.i. wwx xxxx wx x..x"),
    "record-ask": ("i.i. oxx xxxx xx x..x", "i.i. wxx xxxx xx x..x"),
    # Chairs and lead commissioners pass rules with a reason; no rule here asks an adviser.
    "record-override": ("i.i. xxo ooxx xx xx.x", "i.i. xxw wwxx xx xx.x"),
    "record-confirm": ("i.i. ... .... .. ....", "i.i. ... .... .. ...."),
}
GATESHEAD = ANYWHERE | {
    # Figures are made evidence by whoever writes of needs.
    "answer-use": ("i.i. ggg xxxx gg xxxx", "i.i. www xxxx ww xxxx"),
    "profile-use": ("i.i. ggg xxxx gg xxxx", "i.i. www xxxx ww xxxx"),
    # The manager who leads a project may do what its officer may.
    "exercise-close": ("i.i. oxo xxxx xx xx.x", "i.i. nxn xxxx xx xx.x"),
    "step-start": ("i.i. gxg xxxx xx xx.x", "i.i. gxg xxxx xx xx.x"),
    "step-complete": ("i.i. gxg xxxx xx xx.x", "i.i. gxg xxxx xx xx.x"),
    "step-skip": ("i.i. oxo xxxx xx xx.x", "i.i. nxn xxxx xx xx.x"),
    "step-back": ("i.i. oxo xxxx xx xx.x", "i.i. wxw xxxx xx xx.x"),
    # Members of the Executive have a duty at this step, so they may tick it, and nothing else.
    "step-tick": ("i.i. gxg gxxg gx xg.x", "i.i. wxw gxxg wx xw.x"),
    # Only the Executive's chair passes a rule with a reason.
    "gate-override": ("i.i. xxx oxxx xx xx.x", "i.i. xxx wxxx xx xx.x"),
    # A local unit reads what concerns its own locality.
    "item": ("i.i. ooo oooo oo oxxx", "i.i. --- ---- -- -xxx"),
    "audit": ("i.i. xxx ooxx xx oxxo", "i.i. xxx --xx xx -xx-"),
    # Needs are written by officers, managers and, in its own locality, by a local unit.
    "record-make": ("i.i. ooo xxxx oo xxxx", "i.i. www xxxx wn xxxx"),
    "record-edit": ("i.i. ooo xxxx ox x..x", "i.i. www xxxx wx x..x"),
    "record-link": ("i.i. ooo xxxx ox x..x", "i.i. www xxxx wx x..x"),
    "record-unlink": ("i.i. ggg xxxx gx x..x", "i.i. www xxxx wx x..x"),
    "record-move": ("i.i. ooo xxxx ox x..x", "i.i. www xxxx wx x..x"),
    "record-ask": ("i.i. oxx xxxx xx x..x", "i.i. wxx xxxx xx x..x"),
    # Only the Executive's chair passes a rule with a reason; procurement advisers alone confirm.
    "record-override": ("i.i. xxx oxxx xx x..x", "i.i. xxx wxxx xx x..x"),
    "record-confirm": ("i.i. xxx xxxx xx x..x", "i.i. xxx xxxx xx x..x"),
}
TABLES = {"county-durham": DURHAM, "gateshead": GATESHEAD}
