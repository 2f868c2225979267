"""Door 2: mail. What does it say, whose is it, and what becomes of it?

reading.py      what does a raw mail say? (headers.py, html.py)
machines.py     did a machine send it, and does it bring back one of ours?
verdicts.py     what did mail servers say of it?
replies.py      where does what she wrote end, and what she quotes begin?
linking.py      to which case does it belong?
suspected.py    what must a person judge first? (judging.py, store.py)
door.py         what becomes of it, then?
"""
