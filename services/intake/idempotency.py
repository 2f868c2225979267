"""How does somebody say that what she sends is the same as before?"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.wire import Wire

OTHER_CONTENT = (
    "Met deze Idempotency-Key is al een andere klacht ingediend. "
    "Kies voor een nieuwe klacht een nieuwe sleutel."
)


def _usable(key: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,100}", key):
        raise PydanticCustomError(
            "idempotency_key",
            "Stuur een Idempotency-Key mee van 8 tot 100 tekens zonder spaties, zoals een UUID: "
            "een nieuwe voor elke klacht, dezelfde als u dezelfde klacht nog eens stuurt.",
        )
    return key


class Headers(Wire):
    idempotency_key: Annotated[str, AfterValidator(_usable)] = Field(
        default="", alias="Idempotency-Key", validate_default=True
    )
