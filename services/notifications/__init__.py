"""Notifications: nobody is mailed twice for one event, and nobody is forgotten.

Listens to  CaseOpened, CaseRouted, AdditionRecorded, HandoverReturned, CaseClassified,
            CollegeAlerted, RepairAsked,
            RespondentRecorded, ContributionAsked, MediationStarted, HearingPlanned,
            CaseAdjourned, DelayAgreed, DecisionAsked, ProposalRejected, DecisionTaken, CaseClosed,
            CaseReopened, SecondLineReferred, TermNear, TermMissed, DutyNear, DutyMissed,
            BounceReceived, MessageSuspected;
            and the clock (every five minutes)
Tells       MessageSent, LetterReady, MessageNotDelivered
Keeps       every message and what became of it, and letters until they are printed

Read domain.py for who is told what, and beside it other_side.py for whom a case is about, ending.py
for its end, clocks.py for its terms; reaching.py for when a person tells it. Read message.py for
what the law wants in it, wording.py and templates/ for the words, service.py for what happens when,
mail.py for how it travels, store.py for how we remember, handler.py for how AWS calls us.
"""
