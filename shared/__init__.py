"""What all services may lean on: contracts and plumbing. Knows no service; decides nothing."""
