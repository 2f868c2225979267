"""Deadlines: no resident waits longer than the law allows without somebody knowing.

Listens to  CaseOpened, CaseRouted, ContactRecorded, FormalHandlingStarted, CaseClosed;
            and the schedule, which says what time it is
Tells       TermsSet, TermNear, TermMissed
Keeps       the clocks of each case: how far each has climbed its ladder, and when it acts next

Read calendar.py for free days, terms.py for the terms of the law, domain.py for the clocks of a
case and their ladders, service.py for what happens when. `python -m services.deadlines.explain`
explains a date.
"""
