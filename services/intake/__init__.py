"""Intake: a resident says something once, by any door, and it is never lost.

Listens to  CaseOpened; HTTP, the mail bucket's queue, the channel inbox, and the clock
Tells       ComplaintReceived
Keeps       one registration per message, until somebody has a case of it (TABLE); the dossiers
            (DOSSIERS_TABLE); attachments and what nobody could read (FILES_BUCKET)

Three doors, one acceptance: api.py (a form), mail.py (a mail) and offered.py (an integration) each
make a Submission; service.py accepts it. Read domain.py for the rules, store.py for how we
remember, handler.py for how AWS calls us, text.py and files.py for what we let in.
"""
