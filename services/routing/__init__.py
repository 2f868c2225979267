"""Routing: picks the first-line handler, says why, and owns the case.

Listens to  ComplaintReceived, TermsSet; HTTP (staff and providers) and the clock
Tells       CaseOpened, CaseClassified, CaseRouted, HandoverAccepted, HandoverReturned,
            CollegeAlerted, ContactRecorded, MilestoneRecorded, FileRecorded, RepairAsked,
            RespondentRecorded, ContributionAsked, MediationStarted, MediationEnded,
            FormalHandlingStarted, HearingPlanned, HearingHeld, HearingWaived, CaseAdjourned,
            DelayAgreed, DecisionAsked, ProposalRejected, DecisionTaken, CaseClosed,
            CaseReopened, SecondLineReferred, ImprovementRecorded
Keeps       every case, its timeline and the work list (TABLE)

docs/beslistabel.md shows the rules to a lawyer. In code they are

    triage.py       what does a message seem to be about? (its words stand in lexicon.yaml)
    rules.py        who handles it first? The table, in modules by question; condition.py has what
                    a rule asks
    route.py        how is the table asked?
    checking.py     can the rules of every regulation be followed?
    transitions.py  what may happen to a case, when, by whom? steps/ has the rows
    domain.py       what becomes of it then?
    reclassify.py   what do the rules say when a person knows better than the text?
    worklist.py     what is there to do, for whoever asks?

Read service.py for what happens when, store.py for how we remember, api.py for what may be asked,
handler.py for how AWS calls us.
"""
