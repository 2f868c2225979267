"""Who works here, and as what? How we know that it is she, `shared/identity.py` says."""

from shared.glossary import Role
from shared.refusals import ForbiddenError


class Staff:
    """Somebody who works for one municipality, or for a provider under contract to it.

    `subject` is opaque, never a name. `units` are the keys of those that she belongs to.
    """

    def __init__(
        self,
        subject: str,
        municipality: str,
        roles: frozenset[Role],
        units: frozenset[str] = frozenset(),
        provider: str | None = None,
    ) -> None:
        self.subject = subject
        self.municipality = municipality
        self.roles = roles
        self.units = units
        self.provider = provider

    def only_as(self, *roles: Role) -> "Staff":
        """The same person in no other than these *roles*."""
        mine = self.roles & set(roles)
        return Staff(self.subject, self.municipality, mine, self.units, self.provider)

    def must_be_one_of(self, *allowed: Role) -> None:
        """Raises `ForbiddenError` for somebody with none of the *allowed* roles."""
        if not self.roles & set(allowed):
            roles = ", ".join(sorted(allowed))
            raise ForbiddenError(f"Dit mag alleen iemand met een van deze rollen: {roles}.")
