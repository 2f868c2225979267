"""Routing: picks the first-line handler, says why, and owns the case.

Listens to  ComplaintReceived, TermsSet; HTTP (staff) and the clock
Tells       CaseOpened, CaseRouted, ContactRecorded, FormalHandlingStarted, CaseClosed
Keeps       every case and its timeline (TABLE)

Read triage.py for what a message seems to be about (its words stand in lexicon.yaml), rules.py for
the decision table, route.py for how it is asked, domain.py for what may happen to a case when,
service.py for what happens when, store.py for how we remember, api.py for what staff may do,
handler.py for how AWS calls us. docs/beslistabel.md shows the tables to a lawyer.
"""
