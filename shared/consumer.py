"""How does a service listen? Each message on its queue carries one event, handled on its own."""

import gc
import json
from collections.abc import Callable
from types import UnionType
from typing import Any, TypeVar, get_args

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.events import Event, type_of
from shared.observability import log_failure, logger

E = TypeVar("E", bound=Event)

Queue = Callable[[dict[str, Any], LambdaContext], PartialItemFailureResponse]


def from_queue(handle: Callable[[SQSRecord], None]) -> Queue:
    """A Lambda function that gives every message of an SQS batch to *handle*.

    A message that fails goes back to the queue alone; the rest of its batch is done. After five
    tries it waits in the dead-letter queue, until `make redrive`.
    """
    gc.freeze()  # what a function imports stays: to look for garbage there cost a sweep an eighth

    def one(record: SQSRecord) -> None:
        try:
            handle(record)
        except Exception as error:
            log_failure(error)
            raise

    def on_batch(batch: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(
            event=batch, record_handler=one, processor=processor, context=context
        )

    return on_batch


def from_bus(incoming: type[E] | UnionType, react: Callable[[E], None]) -> Queue:
    """A Lambda function that gives every event in an SQS batch to *react*: the *incoming* kinds.

    It may get an event twice, and events in any order: *react* must not mind.
    """

    kinds: dict[str, type[E]] = {type_of(each): each for each in get_args(incoming) or (incoming,)}

    def handle(record: SQSRecord) -> None:
        told = unwrap(record.body)
        event = kinds[told["type"]].model_validate(told)  # no other kind's reader is built
        with logger.append_context_keys(
            event_type=event.type,
            event_id=event.id,
            zaaknummer=event.subject,
            gemeentecode=event.gemeentecode,
            traceparent=event.traceparent,
        ):
            react(event)
            logger.info("handled")

    return from_queue(handle)


def unwrap(body: str) -> Any:
    """The CloudEvent in *body*, with or without EventBridge's own envelope around it."""
    message = json.loads(body)
    return message["detail"] if "detail-type" in message else message
