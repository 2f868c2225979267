"""How does somebody get an attachment? By a link of one minute, if nobody found harm in it."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from shared.dossier import Attachment
from shared.http import ForbiddenError, RefusedError
from shared.privacy import without_bsn

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ONE_MINUTE = 60  # seconds
VERDICT = "GuardDutyMalwareScanStatus"


@dataclass(frozen=True)
class Files:
    """The bucket of attachments. Where they are *scanned*, each carries the verdict as a tag."""

    client: "S3Client"
    bucket: str
    scanned: bool

    def link_to(self, attachment: Attachment) -> str:
        """Where it can be fetched now. Raises a `RefusedError` where nobody knows it is clean."""
        if self.scanned:
            self._must_be_clean(attachment.key)
        return self.client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": attachment.key,
                "ResponseContentDisposition": as_download(attachment.name),
                "ResponseContentType": attachment.content_type,
            },
            ExpiresIn=ONE_MINUTE,
        )

    def _must_be_clean(self, key: str) -> None:
        tags = self.client.get_object_tagging(Bucket=self.bucket, Key=key)["TagSet"]
        match next((tag["Value"] for tag in tags if tag["Key"] == VERDICT), None):
            case "NO_THREATS_FOUND":
                return
            case None:
                raise RefusedError(
                    "Dit bestand is nog niet gecontroleerd op virussen. Probeer het over een paar "
                    "minuten opnieuw."
                )
            case "THREATS_FOUND":
                raise ForbiddenError(
                    "In dit bestand zit iets schadelijks. Open het niet; vraag de inwoner het op "
                    "een andere manier te sturen."
                )
            case _:
                raise RefusedError(
                    "Dit bestand is niet te controleren op virussen, bijvoorbeeld omdat er een "
                    "wachtwoord op zit. Vraag de inwoner het opnieuw te sturen."
                )


def as_download(name: str) -> str:
    """A Content-Disposition (RFC 6266) in which *name* can do nothing but be a name."""
    shown = "".join(each for each in without_bsn(name)[0] if unicodedata.category(each)[0] != "C")
    last = shown.replace("\\", "/").rsplit("/", 1)[-1].strip(" .") or "bijlage"
    return f"attachment; filename*=UTF-8''{quote(last, safe='')}"
