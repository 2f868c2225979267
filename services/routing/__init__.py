"""Routing: picks the first-line handler, says why, and owns the case.

Listens to  ComplaintReceived, TermsSet; HTTP (staff) and the clock
Tells       CaseOpened, CaseRouted, ContactRecorded, FormalHandlingStarted, CaseClosed
Keeps       every case and its timeline (TABLE)

docs/beslistabel.md shows the rules to a lawyer. In code they are

    triage.py       what does a message seem to be about? (its words stand in lexicon.yaml)
    rules.py        who handles it first? The table; ours.py and whose.py are its two halves
    route.py        how is the table asked?
    transitions.py  what may happen to a case, when?
    domain.py       what becomes of it then?

Read service.py for what happens when, store.py for how we remember, api.py for what staff may do,
handler.py for how AWS calls us.
"""
