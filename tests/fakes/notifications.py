"""Stand-ins that remember, for what notifications leans on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.notifications.message import Message
from services.notifications.service import SOON, Mail, News, RefusedError, State, StepNews
from shared.dossier import Dossier


@dataclass
class Kept:
    message: Message
    state: State
    due: datetime | None
    more: dict[str, str] = field(default_factory=dict)


@dataclass
class MessageStoreInMemory:
    kept: dict[str, Kept] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    steps: list[StepNews] = field(default_factory=list)

    def add(self, messages: Sequence[Message], due: datetime) -> Sequence[Message]:
        if not any(each.id in self.kept for each in messages):
            self.kept |= {each.id: Kept(each, State.READY, due) for each in messages}
        return [each for each in messages if self.state_of(each) is State.READY]

    def move(
        self,
        message: Message,
        before: Iterable[State],
        after: State,
        *,
        due: datetime | None = None,
        news: News | None = None,
        task: Message | None = None,
        **kept: str,
    ) -> bool:
        if self.state_of(message) not in set(before):
            return False
        self.kept[message.id] = Kept(message, after, due, kept)
        if news:
            self.news.append(news)
        if task and news:
            self.kept[task.id] = Kept(task, State.READY, news.time + SOON)
        return True

    def due(self, now: datetime) -> Iterator[tuple[Message, State]]:
        yield from [
            (each.message, each.state)
            for each in self.kept.values()
            if each.due and each.due <= now
        ]

    def find(self, municipality: str, number: str, id: str) -> Message | None:
        found = self.kept.get(id)
        about = found and (found.message.municipality, found.message.number)
        return found.message if found and about == (municipality, number) else None

    def keep(self, step: StepNews) -> None:
        self.steps.append(step)

    def state_of(self, message: Message) -> State | None:
        found = self.kept.get(message.id)
        return found.state if found else None


class KilledError(BaseException):
    """The function stops here, as when its process is killed."""


@dataclass
class Mailbox:
    """A mail service that takes over mail, or is told to behave badly."""

    sent: list[Mail] = field(default_factory=list)
    refuses: bool = False
    dies: str = ""  # "before" or "after" it has taken over the mail

    def send(self, mail: Mail) -> str:
        if self.refuses:
            raise RefusedError("Throttling")
        if self.dies == "before":
            raise KilledError
        self.sent.append(mail)
        if self.dies == "after":
            raise KilledError
        return f"ses-{len(self.sent)}"


@dataclass
class AddressBook:
    """The dossiers of a test, by number."""

    known: dict[str, Dossier] = field(default_factory=dict)
    read_for: list[str] = field(default_factory=list)

    def read(self, municipality: str, number: str, purpose: str) -> Dossier | None:
        self.read_for.append(purpose)
        return self.known.get(number)
