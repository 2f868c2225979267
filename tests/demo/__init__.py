"""`make demo`: thirty complaints through three doors, ten weeks of travelled time, one laptop."""
