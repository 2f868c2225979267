"""`make bench`: how fast is it, beside what it may cost?

Every figure stands beside its budget as a ratio: under 1.00 is within. Machines differ and are
shared, so none of this is a test.
"""
