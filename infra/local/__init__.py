"""The same templates and the same zips on a laptop, without Docker and without an AWS account.

    build.py       what is in a service's zip?
    transform.py   what does CloudFormation get to read?
    deploy.py      how does it get onto an engine, and what is where afterwards?
    ministack.py   how does MiniStack start?
    localstack.py  how does LocalStack start, with and without Docker?
    openapi.py     what does our API look like, in one document?
    spectral.py    does it keep to the Dutch API Design Rules?
    style.py       what do our pages look like?
    aws.py         how do commands for ops find their way in a stack?
    redrive.py     how do messages come back from the dead-letter queues?
    recount.py     what moves when the calendar or a regulation changed?
    providers.py   what does a list change in the register of providers?
    token.py       who vouches for a member of staff on a laptop?

Below these: `interpreters.py` (which Pythons are here?), `environments.py` (who has which
packages?), `node.py` (the same, for Node.js) and `engine.py` (how does a server start, when is it
ready, how does it stop?).
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build"
SERVICES = ("intake", "routing", "deadlines", "notifications", "reporting")


class Unavailable(Exception):  # noqa: N818 # it is a fact about the machine, not a mistake
    """Something that this machine lacks. The message says what to do about it."""
