"""Only what our own receiving server wrote on top is believed."""

from email import message_from_string
from email.policy import compat32

import pytest

from services.intake.post.headers import Headers
from services.intake.post.verdicts import Verdicts, verdicts_in


def verdicts(*headers: str) -> Verdicts:
    return verdicts_in(Headers(message_from_string("\n".join(headers) + "\n\nx", policy=compat32)))


@pytest.mark.parametrize(
    ("results", "forged"),
    [
        ("mx.example; spf=pass; dkim=pass; dmarc=pass", False),
        ("mx.example; spf=pass; dkim=pass; dmarc=fail header.from=x.example", True),
        ("mx.example;\n spf=fail (not allowed);\n dkim=fail;\n dmarc=none", True),
        ("mx.example; spf=fail; dkim=pass", False),
        ("mx.example; spf=pass; dkim=fail", False),
        ("mx.example; spf=fail; dkim=fail; dkim=pass", False),
        ("mx.example; spf=pass (said dmarc=fail)", False),
        ("mx.example; DMARC=FAIL", True),
        ("mx.example; spf=pass smtp.mailfrom=dmarc=pass@x.example; dmarc=fail", True),
        ('mx.example; spf=pass smtp.mailfrom="; dmarc=pass"@x.example; dmarc=fail', True),
        ('mx.example; dkim=pass (of "dmarc=fail") header.i=@x.example; dmarc=pass', False),
        ("onzin", False),
    ],
)
def test_who_failed_the_checks_is_not_who_she_says(results: str, forged: bool) -> None:
    assert verdicts(f"Authentication-Results: {results}").forged is forged


def test_what_a_sender_wrote_below_does_not_count() -> None:
    fail, good = "Authentication-Results: mx; dmarc=fail", "Authentication-Results: mx; dmarc=pass"

    assert verdicts(fail, good).forged
    assert not verdicts(good, fail).forged


def test_a_mail_from_two_people_is_from_nobody_in_particular() -> None:
    assert verdicts("From: a@x.example, b@y.example").forged
    assert verdicts("From: a@x.example", "From: b@y.example").forged
    assert not verdicts("From: Jansen, Piet <piet@x.example>").forged


def test_spam_and_viruses_are_what_our_server_says_on_top() -> None:
    assert verdicts("X-SES-Spam-Verdict: FAIL").spam
    assert verdicts("X-SES-Virus-Verdict: FAIL", "X-SES-Virus-Verdict: PASS").virus
    assert not verdicts("X-SES-Virus-Verdict: PASS", "X-SES-Virus-Verdict: FAIL").virus
    assert not verdicts("X-SES-Spam-Verdict: GRAY").spam


def test_any_server_on_the_way_may_call_it_spam() -> None:
    assert verdicts("X-Spam-Flag: NO", "X-Spam-Flag: yes").spam
    assert not verdicts("X-Spam-Flag: NO").spam
