"""How does a service tell the others what happened?

It stores the news in one transaction with the state that changed (`news_item`, `shared/table.py`).
The table's stream hands it to the relay (`shared/relay.py`), which puts it on the bus.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.events import MAX_BYTES, Event
from shared.privacy import personal_data_in, texts_in

KEEP_NEWS = timedelta(days=30)  # long enough to look back, then the table forgets by itself


class UnfitForTheBusError(ValueError):
    """An event that would break the contract. It says which rule, never the data itself."""


def to_json(event: Event) -> str:
    """*event* as it travels: the whole CloudEvent, checked.

    Raises `UnfitForTheBusError` where it is too big or seems to hold personal data.
    """
    text = event.model_dump_json(exclude_none=True)
    if len(text.encode()) > MAX_BYTES:
        raise UnfitForTheBusError(f"{event.type} {event.id} is larger than {MAX_BYTES} bytes.")
    for part in texts_in(event.data):
        if found := personal_data_in(part):
            kinds = ", ".join(sorted(found))
            raise UnfitForTheBusError(
                f"{event.type} {event.id} seems to hold personal data: {kinds}."
            )
    return text


def news_item(*events: Event) -> dict[str, Any]:
    """*events*, told together, as one item for the table of the service that tells them."""
    return {
        "pk": f"news#{events[0].id}",
        "sk": "news",
        "events": [to_json(event) for event in events],
        "expires_at": int((datetime.now(UTC) + KEEP_NEWS).timestamp()),
    }
