"""What does a case system tell us? Notifications of ZGW, and only that there is a case.

The address in a notification is a text for a person. We never ask anything of it: whoever may
notify us could otherwise make us ask what only we may see.
"""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from services.intake.domain import fingerprint
from services.intake.programs.offered import ComplaintOffered
from services.intake.text import one_line
from shared.glossary import Channel
from shared.wire import Moment, Wire

TEXT = "In het zaaksysteem is een zaak aangemaakt: {}"

Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Notification(Wire):
    """`Message` of the Notificaties API."""

    topic: Word = Field(alias="kanaal")
    main_object: Address = Field(alias="hoofdObject")
    resource: Word
    resource_url: Address = Field(alias="resourceUrl")
    action: Word = Field(alias="actie")
    created_at: Moment = Field(alias="aanmaakdatum")
    features: dict[str, Any] = Field(default_factory=dict, alias="kenmerken")

    def is_new_case_of(self, case_types: Collection[str]) -> bool:
        """Was a case made, of one of these types (their URLs, or the UUID at the end)?"""
        kind = str(self.features.get("zaaktype", ""))
        made = (self.topic, self.resource, self.action) == ("zaken", "zaak", "create")
        return made and bool({kind, kind.rstrip("/").rpartition("/")[2]} & set(case_types))

    def as_offered(self, municipality: str, channel: Channel, system: str) -> ComplaintOffered:
        """For a person to look at in *system*, the name of the integration."""
        return ComplaintOffered.model_validate(
            {
                "id": fingerprint(self.resource_url),
                "source": f"zgw:{system}",
                "type": "nl.overheid.klachten.klacht-aangeboden.v1",
                "time": self.created_at,
                "gemeentecode": municipality,
                "kanaal": channel,
                "data": {"tekst": TEXT.format(one_line(self.resource_url))},
            }
        )
