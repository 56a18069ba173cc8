"""The commands that report on rules and the audit trail, send mail, and write the guide."""

import json
import os
import smtplib
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from tests.factories.person import PersonFactory
from tests.trust_data import CODES, trust
from trusts.actions.message import tell
from trusts.governance import audit
from trusts.management.commands import send_messages
from trusts.models import Message
from trusts.outbox import MOST_TRIES, message_id, stuck
from trusts.rules_report import marked_tests

ROOT = Path(settings.BASE_DIR)


def said(*arguments: str) -> str:
    """What a command writes to standard output."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


# Rules -----------------------------------------------------------------------------------


def test_rules_are_listed_without_a_database_or_any_other_setting(tmp_path):
    env = {
        "PATH": os.environ["PATH"],
        "DEBUG": "True",
        "DEMO": "True",
        "SECRET_KEY": "x",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DATA_DIR": str(tmp_path),
        "READ_DOTENV": "False",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "rules", "--json"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    rules = json.loads(done.stdout)
    assert isinstance(rules, list)
    assert set(rules[0]) == {"id", "trust", "transition", "check", "severity", "message", "tests", "status"}
    assert {rule["trust"] for rule in rules} == set(CODES)
    assert len({rule["id"] for rule in rules}) == len(rules)
    by_id = {rule["id"]: rule for rule in rules}
    assert by_id["MED-32"]["status"] == "enforced"
    assert by_id["HAR-13"]["status"] == "pending"  # nobody appoints to a joint post yet
    assert done.stdout == json.dumps(rules, indent=2, ensure_ascii=False) + "\n"


def test_the_table_ends_with_the_totals():
    table = said("rules")
    assert "MED-32   enforced" in table
    assert "All trusts: " in table.splitlines()[-1]


def test_marked_tests_are_found_wherever_they_are_marked(tmp_path):
    folder = tmp_path / "tests" / "trusts"
    folder.mkdir(parents=True)
    (folder / "test_x.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.django_db, pytest.mark.rule('A-1')]\n"
        "@pytest.mark.rule('B-1')\n@pytest.mark.rule('B-2')\ndef test_one(): ...\n"
        "class TestTwo:\n    @pytest.mark.rule('B-1')\n    def test_in(self): ...\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.rule('C-1'))])\ndef test_three(x): ...\n"
        "@pytest.mark.rule('B-1')\ndef helper(): ...\n"
    )
    one, two, three = (f"tests/trusts/test_x.py::{x}" for x in ("test_one", "TestTwo::test_in", "test_three"))
    assert marked_tests(tmp_path / "tests") == {
        "A-1": [one, two, three],
        "B-1": [one, two],
        "B-2": [one],
        "C-1": [three],
    }


# The guide -------------------------------------------------------------------------------


def test_the_guide_to_blueprints_is_current():
    assert (ROOT / "docs" / "blueprint.md").read_text("utf-8") == said("blueprint_guide"), (
        "run: manage.py blueprint_guide --write"
    )


# Audit -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_whole_trail_is_said_to_be_whole():
    medway = trust("medway")
    line = f"medway: whole, {medway.audit_number} entries, head {medway.audit_hash[:16]}"
    assert said("verify_audit", "medway", "--anchor-anew") == line + "\n"
    assert said("verify_audit", "medway") == line + "\n"
    assert len(said("verify_audit", "--anchor-anew").splitlines()) == len(CODES)


@pytest.mark.django_db
def test_anchors_that_are_gone_are_a_fault_and_are_written_anew_only_when_that_is_asked():
    with pytest.raises(SystemExit):
        call_command("verify_audit", "medway", "--anchor", stdout=StringIO(), stderr=StringIO())
    assert not audit.anchor_file("medway").exists()
    said("verify_audit", "medway", "--anchor-anew")
    medway = trust("medway")
    number, head, _ = audit.anchor_file("medway").read_text().split()
    assert (int(number), head) == (medway.audit_number, medway.audit_hash)


@pytest.mark.django_db
def test_a_fresh_anchor_is_written_when_asked_for():
    said("verify_audit", "medway", "--anchor-anew", "--anchor")
    assert len(audit.anchor_file("medway").read_text().splitlines()) == 2


@pytest.mark.django_db
def test_a_fault_is_named_and_the_exit_code_is_one():
    medway = trust("medway")
    audit.anchor("medway", medway.audit_number, "0" * 64)
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", "medway", "--anchor", stdout=StringIO(), stderr=err)
    assert ended.value.code == 1
    assert err.getvalue().startswith(f"medway: entry {medway.audit_number} is not the one that was anchored")
    assert len(audit.anchor_file("medway").read_text().splitlines()) == 1


@pytest.mark.django_db
def test_of_a_trail_that_is_another_altogether_a_few_faults_are_told_and_the_rest_counted():
    medway = trust("medway")
    for number in range(1, 26):
        audit.anchor("medway", medway.audit_number + number, f"{number:064d}")
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", "medway", stdout=StringIO(), stderr=err)
    told = err.getvalue().splitlines()
    assert len(told) == 21
    assert told[-1] == "medway: and 5 more faults"


@pytest.mark.django_db
def test_an_unknown_trust_is_named_with_those_there_are():
    with pytest.raises(CommandError, match=r"There is no trust 'nowhere'\. There is: buckinghamshire"):
        said("verify_audit", "nowhere")


# Mail ------------------------------------------------------------------------------------


@pytest.fixture
def outbox(db):
    """Two messages that wait, with nothing else in the outbox."""
    Message.objects.all().delete()
    person = PersonFactory(email="ana@example.org")
    return [
        tell(
            trust=trust("medway"),
            to=person,
            subject=f"Item {n}",
            body="Please decide.",
            url="/medway/decisions/1/",
        )
        for n in (1, 2)
    ]


def test_waiting_messages_are_sent_once_with_an_absolute_link(outbox, settings):
    settings.SITE_URL = "https://weft.example.org"
    assert said("send_messages", "--once") == "2 sent, 0 failed\n"
    assert said("send_messages", "--once") == ""
    first, second = mail.outbox
    assert first.to == ["ana@example.org"]
    assert first.subject == "Item 1"
    assert "https://weft.example.org/medway/decisions/1/" in first.body
    assert first.message()["Message-ID"] == message_id(outbox[0])
    assert first.message()["Message-ID"].endswith("@weft.example.org>")
    assert first.message()["Message-ID"] != second.message()["Message-ID"]
    sent = Message.objects.get(pk=outbox[0].pk)
    assert sent.sent_at
    assert sent.tries == 1


class Refusing(EmailBackend):
    """A server that refuses one address."""

    def send_messages(self, messages):
        """Refuse Item 1, take the rest."""
        if messages[0].subject == "Item 1":
            raise smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no such mailbox")})
        return super().send_messages(messages)


class Away(EmailBackend):
    """A server that does not answer."""

    def open(self):
        """Nobody there."""
        raise ConnectionRefusedError("Connection refused")


class Leaving(EmailBackend):
    """A server that goes away in the middle."""

    def send_messages(self, messages):
        """Take one message, then hang up."""
        if messages[0].subject != "Item 1":
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return super().send_messages(messages)


def test_a_refused_message_holds_up_no_other_and_is_tried_again(outbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert said("send_messages", "--once") == "1 sent, 1 failed\n"
    assert [message.subject for message in mail.outbox] == ["Item 2"]
    assert Message.objects.get(pk=outbox[0].pk).tries == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert said("send_messages", "--once") == "1 sent, 0 failed\n"
    assert not stuck().exists()


def test_a_message_refused_too_often_waits_for_a_person(outbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Message.objects.filter(pk=outbox[0].pk).update(tries=MOST_TRIES - 1)
    said("send_messages", "--once")
    err = StringIO()
    call_command("send_messages", "--once", stdout=StringIO(), stderr=err)
    assert [message.pk for message in stuck()] == [outbox[0].pk]
    assert "1 message waits for somebody to act" in err.getvalue()


def test_a_server_that_is_away_costs_no_message_a_try(outbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(CommandError, match="does not answer"):
            said("send_messages", "--once")
    assert set(Message.objects.values_list("tries", "sent_at")) == {(0, None)}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert said("send_messages", "--once") == "2 sent, 0 failed\n"


def test_a_server_that_leaves_in_the_middle_loses_nothing(outbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Leaving"
    with pytest.raises(CommandError, match="does not answer"):
        said("send_messages", "--once")
    assert len(mail.outbox) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert said("send_messages", "--once") == "1 sent, 0 failed\n"
    assert [message.subject for message in mail.outbox] == ["Item 1", "Item 2"]


def test_a_second_copy_has_the_same_name(outbox):
    said("send_messages", "--once")
    Message.objects.filter(pk=outbox[0].pk).update(sent_at=None)  # it left, but nobody could write that down
    said("send_messages", "--once")
    first, _, again = mail.outbox
    assert first.message()["Message-ID"] == again.message()["Message-ID"]


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_nobody_writes_to_those_without_an_address_or_who_have_left(outbox, change):
    type(outbox[0].to).objects.filter(pk=outbox[0].to_id).update(**change)
    assert said("send_messages", "--once") == ""
    assert not mail.outbox
    assert stuck().count() == 2


def test_without_an_address_of_the_site_nothing_leaves(outbox, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL is not set"):
        said("send_messages", "--once")


def test_the_worker_goes_round_until_it_is_stopped(outbox, monkeypatch):
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(send_messages.time, "sleep", pause)
    assert said("send_messages") == "2 sent, 0 failed\nStopped.\n"
    assert pauses == [send_messages.PAUSE] * 2
