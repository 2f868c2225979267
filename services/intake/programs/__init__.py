"""Door 3: programs. Who knocks, what does it say, and for which case?

keys.py             which program is it, and what may it do?
door.py             how does it hand us something over HTTP?
offered.py          what does it offer, there or in the channel inbox?
open_forms.py       what does a form of Open Formulieren say?
zgw.py              what does a notification of a case system say?
from_provider.py    what does a provider owe us of a case?
links.py            how does a provider without a program get to its page? (link_api.py)
"""
