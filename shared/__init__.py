"""What all services may lean on: contracts, plumbing, settings, and the law's dates.

Knows no service, and takes no decision that is a person's or a service's.
"""
