"""What becomes of two hundred complaints while everything fails? Our own system under attack.

    inside/sitecustomize.py   what goes wrong inside a function, whatever it is doing
    weather.py                how bad is it, and where?
    echo.py                   what is told on the bus, and who hears it twice, late and unordered?
    people.py                 who complains, and who acts on a case, however often it fails?
    ops.py                    what do time and operators do when it is over?
    kept.py                   what do the services remember, and what was mailed?
    invariants.py             what must be true afterwards?
    run.py                    one storm; `make storm` is many

The product knows nothing of it: its functions start with one more folder on their path. A seed
repeats what people do, when the weather changes, and which faults the nth process of a function
draws; which call draws them depends on threads and the machine, so a storm is never quite the same.
"""
