"""What arrived by mail that a person must judge before it is a case? Nothing is thrown away.

What a mail server took for spam, what carries a virus, and what a machine sent by itself that
belongs to no case. What a program passed on (a form on the web, a mailing list) stays a case: a
resident may have written it. But not what comes from a mailbox that we write to ourselves: its
machine answers our mail about a case, and if that made a new case, we would mail it again.

The text is nowhere but in the mail as it came, and goes with that.
"""

from collections.abc import Collection
from enum import StrEnum

from pydantic import Field

from services.intake.post.machines import Author
from services.intake.post.reading import ParsedMail
from shared.glossary import Suspicion
from shared.wire import Moment, Wire


class Judgment(StrEnum):
    NONE_YET = "te_beoordelen"
    ADMITTED = "toegelaten"
    REJECTED = "afgewezen"


class Suspected(Wire):
    """A message that is no case yet."""

    id: str = Field(alias="kenmerk")
    municipality: str = Field(alias="gemeentecode")
    received_at: Moment = Field(alias="ontvangenOp")
    sender: str | None = Field(default=None, alias="afzender", description="Zoals de mail zegt.")
    subject: str = Field(default="", alias="onderwerp")
    reason: Suspicion = Field(alias="reden")
    raw: str = Field(alias="origineel", description="Waar de mail ligt zoals hij kwam.")
    judgment: Judgment = Field(default=Judgment.NONE_YET, alias="beoordeling")
    judged_at: Moment | None = Field(default=None, alias="beoordeeldOp")
    judged_by: str | None = Field(default=None, alias="beoordeeldDoor")
    number: str | None = Field(
        default=None, alias="zaaknummer", description="Van de zaak waar het bij kwam."
    )


def is_dangerous(mail: ParsedMail) -> bool:
    return mail.verdicts.virus


def suspicion(mail: ParsedMail, mailboxes: Collection[str]) -> Suspicion | None:
    """Why a person must look at a mail of no case first, if she must. To *mailboxes* we write about
    cases.
    """
    if is_dangerous(mail):
        return Suspicion.VIRUS
    if mail.verdicts.spam:
        return Suspicion.SPAM
    answers_us = mail.automatic and (mail.address or "").lower() in mailboxes
    if mail.author is Author.REPLIER or answers_us:
        return Suspicion.AUTOMATIC
    return None
