"""Probe."""
import uuid, pytest
from tests.factories.sandover import *
from tests.factories.framework import *
from tests.factories.visitor import *
from tests.factories.person import PersonFactory
from trusts.actions.decision import *
from trusts.actions.blueprint import load_blueprint
from commissioning.actions.exercise import close_exercise
from commissioning.actions.entry import record_entry
from commissioning.actions.step import *
from trusts.models import *
from django.urls import reverse
from datetime import timedelta
pytestmark = pytest.mark.django_db
def test_defer():
    made = sandover()
    text = framework_text(groups=[])
    draft = load_blueprint(text=text, by=made.administrator)
    def ask(): return submit_item(subject=draft, body=made.body("board"), kind="adopt", by=made.administrator, blueprint=draft, title="A", asked="?")
    made.record(ask(), "defer", present=[made.chair], by=made.chair)
    draft.refresh_from_db(); print("DEFER state", draft.state)
    draft = Blueprint.objects.get(pk=draft.pk)
    ask()
def test_present():
    made = sandover()
    print(made.record(made.ask(made.at("draft")), present=[made.stranger, made.stranger]).present); assert 0
def test_closed_submit():
    made = sandover(); e = made.finished(); close_exercise(exercise=e, learned="x", by=made.officer, again=False)
    print(made.ask(fresh(e))); assert 0
def test_seat():
    made = sandover(); seat = made.body().seats.get(code="safe-lead")
    for n in range(4):
        p = made.seat("group", seat=seat); Membership.objects.filter(person=p).update(ends=clock.today()+timedelta(days=400))
    assert 0, "4 in 2 places"
def test_unknown():
    made = sandover(); e = made.at("draft")
    print(record_entry(exercise=e, step="draft", kind="output", code="nonsense", by=made.officer)); assert 0
def test_key_of_other():
    made = sandover(); u = reverse("exercise-create", args=["sandover"]); key=str(uuid.uuid4())
    d = {"title": "Swings", "owner": str(made.body().pk), "level-reach": "near", "outcomes": ["own.safe"], "form-key": key}
    assert visitor(made.officer).post(u, d).status_code == 302
    other = made.appoint("commissioning-officer")
    print(visitor(other).post(u, d).status_code)
def test_back_while_waiting():
    made = sandover(); e = made.at("draft"); item = made.ask(e)
    complete_step(exercise=e, step="draft", by=made.officer); go_back(exercise=e, step="draft", reason="x", by=made.officer)
    made.record(item); print("counts", fresh(e).decided_in_favour("go-ahead")); assert 0
def test_back_to_earlier_step_late_approval():
    made = sandover(); e = made.at("build"); made.record(made.ask(e,"go-ahead")); 
    go_back(exercise=e, step="think", reason="x", by=made.officer); print("still", fresh(e).decided_in_favour("go-ahead")); assert 0
def test_empty_reasons():
    made = sandover(gates=[gate("step.complete","lead-named",severity="override")]); e = made.at("think") if False else made.exercise()
    start_step(exercise=e, step="think", by=made.officer)
    override_gate(exercise=e, transition="step.complete", gate="SA-1", step="think", reason=" ", by=made.officer); assert 0, "empty reason passes"
def test_condition_twice_form():
    made = sandover(); item = made.ask(made.at("draft")); d = made.record(item,"conditions",conditions=["a"])
    u = reverse("condition-close", args=["sandover", item.pk, d.conditions.get().pk]); c = visitor(made.officer)
    s = form_of(c,u,how="Done"); print([c.post(u,s).status_code for _ in range(2)]); assert 0
def test_withdraw_twice():
    made = sandover(); item = made.ask(made.at("draft")); c = visitor(made.officer); u=reverse("item-withdraw",args=["sandover",item.pk]); s={"form-key":str(uuid.uuid4())}
    print([c.post(u,s).status_code for _ in range(2)]); assert 0
def test_nul():
    made = sandover(); u = reverse("exercises", args=["sandover"]); c = visitor(made.officer)
    for q in ({"q":"\0"},{"owner":"\0"},{"owner":"99999999999999999999999"},{"page":"99999"},{"sort":"nonsense"},{"step":"x"},{"format":"pdf"}):
        try: print(q, c.get(u,q).status_code)
        except Exception as e: print(q, "EXC", repr(e)[:200])
    try: print(c.get("/sandover/exercises/99999999999999999999999/").status_code)
    except Exception as e: print("bignum", repr(e)[:100])
    try: print(c.get("/sandover/decisions/99999999999999999999999/").status_code)
    except Exception as e: print("bignum item", repr(e)[:100])
    assert 0
def test_past_body():
    made = sandover(); b = made.body(); b.ends = clock.today()-timedelta(days=1); b.save()
    print(made.ask(made.at("draft"))); assert 0, "an ended body is asked"
