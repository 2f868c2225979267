"""A town that uses the system from outside: residents, mail, channels, staff, and time.

It does only what people outside can do. The journeys in tests/e2e and the demo use its words.
"""
