"""All steps of a case, in modules named after what is done. transitions.py lists them."""
