"""The law's clock: which days are free, how a term is counted, and until when a case may take.

Shared, because a date must be the same wherever it is used: deadlines watches it, routing asks
whether it has passed, notifications prints it. Pure functions; each cites the article it follows.

    calendar.py   which days are free? (Algemene termijnenwet; the decree days are data)
    terms.py      how is a term counted and explained?
    handling.py   how long may a case take, and until when may a resident go on? (Awb 9:11, 9:24)
"""
