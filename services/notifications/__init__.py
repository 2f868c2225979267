"""Notifications: nobody is mailed twice for one event, and nobody is forgotten.

Listens to  CaseOpened, CaseRouted, HandoverReturned, CaseAdjourned, DelayAgreed, CaseClosed,
            TermNear, TermMissed, DutyNear, DutyMissed;
            and the clock (every five minutes)
Tells       MessageSent, LetterReady, MessageNotDelivered
Keeps       every message and what became of it, and letters until they are printed

Read domain.py for who is told what, message.py for what the law wants in it, wording.py and
templates/ for the words, service.py for what happens when, mail.py for how it travels, store.py
for how we remember, handler.py for how AWS calls us.
"""
