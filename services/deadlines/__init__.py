"""Deadlines: no resident waits longer than the law allows without somebody knowing.

Listens to  all that routing tells about a case: CaseOpened, CaseRouted, AdditionRecorded,
            HandoverAccepted, HandoverReturned, CaseClassified, ContactRecorded, FileRecorded,
            RepairAsked,
            RespondentRecorded, ContributionAsked, MediationStarted, MediationEnded,
            CollegeAlerted, FormalHandlingStarted, CaseAdjourned, DelayAgreed, MilestoneRecorded,
            ImprovementRecorded, HearingPlanned, HearingHeld, HearingWaived, DecisionAsked,
            ProposalRejected, DecisionTaken, CaseClosed, CaseReopened, SecondLineReferred;
            MessageSent, LetterReady, MessageNotDelivered; the schedule, which says what time it is;
            HTTP (staff)
Tells       TermsSet, TermNear, TermMissed, DutyNear, DutyMissed
Keeps       of each case its clocks, what moved them and who was told; the duties of a municipality

The law's dates are in shared/law. What this service knows of them:

    clocks.py    which clocks run for a case?
    duties.py    which run for a municipality, whatever comes in?
    ladder.py    when does a clock act, and who is told?
    ledger.py    what moved a term, and by which right?
    rules.py     which terms are there at all? `make explain` explains a date of each

Read service.py for what happens when, planning.py for duties, recount.py for a changed calendar,
store.py for how we remember, telling.py and view.py for how it looks outside, api.py and handler.py
for how AWS calls us.
"""
