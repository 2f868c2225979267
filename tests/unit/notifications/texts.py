"""Every message that there is, and what it says."""

from datetime import date, timedelta
from typing import Any, get_args

from services.notifications.message import (
    ByHand,
    ByMachine,
    Content,
    ForResident,
    ForStaff,
    Message,
    Why,
)
from services.notifications.to_residents import (
    Adjourned,
    Agreed,
    Ended,
    HandledByProvider,
    HowWasIt,
    Invited,
    Judged,
    Mediating,
    NotHandled,
    OnToSecondLine,
    Receipt,
    Referral,
    Thanks,
    ToComplete,
)
from services.notifications.to_staff import (
    AboutSomebody,
    AdjournedToo,
    AgreedToo,
    AskedByOmbudsman,
    CopyToSend,
    Decided,
    DutyEscalation,
    DutyReminder,
    EndedToo,
    Escalation,
    ForCollege,
    InvitedToo,
    Notice,
    Occasion,
    OfDuty,
    OfNoCase,
    Reminder,
    ToContribute,
    ToDecide,
    ToJudge,
    ToldMore,
    Urgent,
)
from services.notifications.wording import Language, Reader, Text, word
from shared.glossary import (
    OF_NO_CASE,
    PROVIDER_DUTIES,
    RIGHTS,
    ClockKind,
    DelayReason,
    Outcome,
    Phase,
    Telling,
)
from shared.municipality import municipalities
from tests.builders import MONDAY

NUMBER = "KL-2026-AAAAA-AAAAA"
UNTIL = date(2026, 8, 10)
BOTH = (True, False)
MOMENTS = (MONDAY, MONDAY + timedelta(days=1))
CLERK: Any = {"reference": "B-1", "job_title": "consulent_wmo"}
AUDIENCES = ("inwoner", "betrokkene", "college")
REFERRAL = Referral(body="Nationale ombudsman", until=date(2027, 7, 1))
LATE = REFERRAL.model_copy(update={"missed_on": date(2026, 7, 1)})
RECEIPT = Receipt(received_on=date(2026, 6, 1), complaint=True, contact_working_days=5)
TO_RESIDENTS: list[ForResident] = [
    RECEIPT,
    RECEIPT.model_copy(update={"complaint": False}),
    RECEIPT.model_copy(update={"contact_working_days": None}),
    Thanks(received_on=date(2026, 6, 1)),
    Judged(referral=REFERRAL),
    Judged(referral=LATE),
    NotHandled(referral=REFERRAL),
    HandledByProvider(second_line=REFERRAL.body),
    *(Ended(outcome=outcome) for outcome in Outcome),
    *(kind(until=UNTIL, reason=reason) for kind in (Adjourned, Agreed) for reason in DelayReason),
    HowWasIt(again=False),
    HowWasIt(again=True),
    *(ToComplete(until=UNTIL, statutory=law) for law in BOTH),
    *(Invited(at=MOMENTS[:many], statutory=law) for many in (1, 2) for law in BOTH),
    Mediating(),
    *(
        OnToSecondLine(body=REFERRAL.body, referral=referral, process_only=provider, passed=passed)
        for referral in (REFERRAL, LATE, None)
        for provider in BOTH
        for passed in BOTH
    ),
]
OF_A_CASE = sorted(set(ClockKind) - OF_NO_CASE - RIGHTS)


def a_reminder(clock: ClockKind, kind: type[Reminder | Escalation] = Reminder, **facts: Any) -> Any:
    usual = {"phase": Phase.SECOND_LINE, "due_on": date(2026, 6, 8), "article": "Awb 9:11 lid 1"}
    return kind(**{**usual, "clock": clock} | facts)


def a_duty(
    clock: ClockKind, kind: type[DutyReminder | DutyEscalation] = DutyReminder, **facts: Any
) -> Any:
    usual = {"due_on": date(2026, 9, 30), "article": "contract art. 11.1", "provider": None}
    return kind(**{**usual, "clock": clock} | facts)


BY_MACHINE: list[ByMachine] = [
    *(
        Notice(phase=phase, outside=outside, resident_told=told, occasion=occasion)
        for phase in Phase
        for outside in BOTH
        for told in BOTH
        for occasion in Occasion
    ),
    *(
        ToldMore(telling=telling, by_another=another, is_open=is_open, outside=outside)
        for telling in Telling
        for another in BOTH
        for is_open in BOTH
        for outside in BOTH
    ),
    ToJudge(),
    Urgent(),
    ForCollege(),
    ToDecide(),
    Decided(),
    AskedByOmbudsman(reference="NO-1", until=UNTIL),
    *(a_reminder(clock, kind) for kind in (Reminder, Escalation) for clock in OF_A_CASE),
    *(a_reminder(ClockKind.PROVIDER_DUTY, item=item, outside=True) for item in PROVIDER_DUTIES),
    a_reminder(ClockKind.DATA_BREACH, due_at=MONDAY),
    *(
        a_duty(clock, kind, provider=provider)
        for clock in sorted(OF_NO_CASE)
        for kind in (DutyReminder, DutyEscalation)
        for provider in (None, "Thuiszorg De Vechtstroom")
    ),
    *(kind(until=UNTIL, outside=each) for kind in (AdjournedToo, AgreedToo) for each in BOTH),
    *(ToContribute(reference="I-1", until=UNTIL, outside=each) for each in BOTH),
    *(InvitedToo(at=MOMENTS, statutory=law, outside=each) for law in BOTH for each in BOTH),
    *(EndedToo(joined=joined, outside=each) for joined in BOTH for each in BOTH),
    *(AboutSomebody(**CLERK, statutory=law, outside=each) for law in BOTH for each in BOTH),
    *(CopyToSend(**CLERK, statutory=law, careful=careful) for law in BOTH for careful in BOTH),
]
TO_STAFF: list[ForStaff] = [
    *BY_MACHINE,
    *(ByHand(audience=audience, why=why) for why in Why for audience in AUDIENCES),
    *(
        ByHand(audience="wijkteam_oost", why=Why.BY_A_PERSON_ONLY, instead=content)
        for content in (*TO_RESIDENTS, *BY_MACHINE)
    ),
]


PAGE = "https://klachten.example/loket/stichtse-vecht/volgen"
CODE = "7Q2MK-X0R4T-9BCDF"


def wording(
    content: Content,
    language: Language = "nl",
    name: str | None = "J. de Wit-Kuijper",
    municipality: str = "1904",
) -> Text:
    message = Message(
        id="3a1f",
        municipality=municipality,
        number=NUMBER,
        caused_at=MONDAY,
        audience="inwoner",
        to=None,
        content=content,
    )
    return word(message, municipalities()[municipality], Reader(name, PAGE, CODE), language)


OF_DUTIES = [wording(content) for content in TO_STAFF if isinstance(content, OfDuty)]
OF_CASES = [
    *(wording(content, language) for content in TO_RESIDENTS for language in get_args(Language)),
    *(wording(content) for content in TO_STAFF if not isinstance(content, OfNoCase)),
]
ALL = [*OF_CASES, *OF_DUTIES, wording(ToJudge())]
