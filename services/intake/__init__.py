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

Many doors, one acceptance: pages/ (what somebody sees in a browser), post/ (mail), programs/ (what
has a key), api.py (any other form) and entry.py (what staff write down) each make a Submission, or
More of a case that is there; service.py accepts both. Read domain.py for the rules, store.py for
how we remember, similarity.py for who tells a story twice, tracking.py and progress.py for what she
who follows her case may see, handler.py for how AWS calls us, text.py and files.py for what we let
in.
"""
