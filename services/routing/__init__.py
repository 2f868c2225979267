"""Routing: picks the first-line handler, says why, and owns the case.

Listens to  ComplaintReceived, TermsSet; HTTP (staff) and the clock
Tells       CaseOpened, CaseRouted, HandoverAccepted, HandoverReturned, ContactRecorded,
            MilestoneRecorded, FormalHandlingStarted, CaseAdjourned, DelayAgreed, CaseClosed,
            ImprovementRecorded
Keeps       every case and its timeline (TABLE)

docs/beslistabel.md shows the rules to a lawyer. In code they are

    triage.py       what does a message seem to be about? (its words stand in lexicon.yaml)
    rules.py        who handles it first? The table; ours.py and whose.py are its two halves
    route.py        how is the table asked?
    transitions.py  what may happen to a case, when? guards.py has the conditions
    milestones.py   what may be recorded that a clock begins with or waits for?
    domain.py       what becomes of it then? changes.py has the parts

Read service.py for what happens when, store.py for how we remember, api.py for what staff may do,
handler.py for how AWS calls us.
"""
