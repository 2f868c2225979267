"""Reporting: the municipality knows what comes in, where it goes, and whether it is in time.

Listens to  CaseOpened, CaseRouted, HandoverReturned, CaseClassified, ContactRecorded,
            FormalHandlingStarted, MilestoneRecorded, CaseClosed, CaseReopened,
            SecondLineReferred, TermMissed; and requests for the report of a quarter
Tells       nothing yet
Keeps       one fact per case, without personal data, in the table TABLE

Read domain.py for what is counted, public.py for what everybody may see, service.py for what
happens when, store.py for how we remember, document.py and forms.py for how a report looks, api.py
and handler.py for how AWS calls us.
"""
