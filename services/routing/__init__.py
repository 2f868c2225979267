"""Routing: picks the first-line handler, says why, and owns the case.

Listens to  ComplaintReceived, MoreReceived, WithdrawalReceived, DissatisfactionReceived,
            SatisfactionReceived, ProviderMessageReceived, TermsSet; HTTP (staff and providers) and
            the clock
Tells       CaseOpened, AdditionRecorded, CaseClassified, CaseRouted, HandoverAccepted,
            HandoverReturned,
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
    additions.py    what does it do to a case when a resident or a provider tells us more?
    reclassify.py   what do the rules say when a person knows better than the text?
    story.py        what was told, as far as whoever reads it may know? files.py has attachments
    worklist.py     what is there to do, for whoever asks?

Read service.py for what happens when, store.py for how we remember, api.py for what may be asked,
handler.py for how AWS calls us.
"""
