"""How do we see what happens? One structured log line per event, without personal data."""

from aws_lambda_powertools import Logger

logger = Logger()
