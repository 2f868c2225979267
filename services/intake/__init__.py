"""Intake: a resident says something once, by any door, and it is never lost.

Listens to  CaseOpened, CaseRouted, AdditionRecorded, HandoverAccepted, HandoverReturned,
            CaseClassified, ContactRecorded, FileRecorded, RepairAsked, RespondentRecorded,
            ContributionAsked, MediationStarted, MediationEnded, CollegeAlerted,
            FormalHandlingStarted, CaseAdjourned, DelayAgreed, MilestoneRecorded,
            ImprovementRecorded, HearingPlanned, HearingHeld, HearingWaived, DecisionAsked,
            ProposalRejected, DecisionTaken, CaseClosed, CaseReopened, SecondLineReferred;
            TermsSet; HTTP, the mail bucket's queue, the channel inbox, and the clock
Tells       ComplaintReceived, MoreReceived, WithdrawalReceived, DissatisfactionReceived,
            SatisfactionReceived, ProviderMessageReceived, BounceReceived, MessageSuspected
Keeps       one registration per message, and how its case stands (TABLE); the dossiers, and mail
            that a person must judge (DOSSIERS_TABLE); attachments and what nobody could read
            (FILES_BUCKET)

Three doors, one acceptance: api.py (a form), mail.py (a mail) and offered.py (an integration, by
the inbox or by channels.py) each make a Submission; service.py accepts it. Read domain.py for the
rules, store.py for how we remember, similarity.py for who tells a story twice, handler.py for how
AWS calls us, text.py and files.py for what we let in.

Of a mail, mail_door.py says what becomes of it: linking.py finds its case, suspected.py what a
person must judge first (suspected_api.py), machines.py what nobody wrote, replies.py what it only
quotes, verdicts.py what mail servers said of it, headers.py and html.py what it says itself.
pages/ is all of it that somebody sees in a browser.
"""
