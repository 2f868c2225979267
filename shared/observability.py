"""How do we see what happens? One structured log line per event, without personal data."""

from traceback import extract_tb

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

logger = Logger()


def measure(name: str, value: float, unit: str) -> None:
    """Report one figure, which alarms may watch. *unit* as CloudWatch names it, such as Seconds."""
    with single_metric(name=name, unit=MetricUnit(unit), value=value, namespace="Klachtenloket"):
        pass


def log_failure(error: BaseException) -> None:
    """Log which error, and where, but not its text: that may quote what a resident wrote."""
    *_, frame = extract_tb(error.__traceback__)
    where = f"{frame.filename}:{frame.lineno}"
    logger.error("failed", extra={"error": type(error).__name__, "where": where})
