"""Who is asking: a frozen record that goes with a request, and the roles that it may have."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be; ALONE is who uses the service without any accounts."""

    ALONE = "alone"
    OFFICE = "office"
    RECOMMENDER = "recommender"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return LABELS[self]


LABELS = {
    Role.ALONE: "本机使用者",
    Role.OFFICE: "省评选办公室",
    Role.RECOMMENDER: "申报单位",
    Role.ADMIN: "管理员",
}
GIVEN = (Role.OFFICE, Role.RECOMMENDER, Role.ADMIN)  # those that accounts and keys have


@dataclass(frozen=True)
class Who:
    """Who a request comes from: the number of an account or of a key, its name, role, and whose recommender it is.

    Nobody has signed in where `role` is None. `session` tells an account's sessions apart, by the hash of its secret.
    """

    role: Role | None = None
    account: int | None = None
    key: int | None = None
    name: str = ""
    recommender: str = ""
    session: str = ""

    @property
    def is_confined(self) -> bool:
        """Whether only the material of one recommender is to be seen."""
        return self.role is Role.RECOMMENDER

    @property
    def is_office(self) -> bool:
        """Whether all campaigns are to be seen."""
        return self.role in (Role.ALONE, Role.OFFICE, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        """Whether accounts, keys and the log are to be seen."""
        return self.role is Role.ADMIN

    @property
    def has_account(self) -> bool:
        """Whether it is a person's account, which has a password."""
        return self.account is not None


NOBODY = Who()
ASKING: ContextVar[Who] = ContextVar("asking", default=NOBODY)  # whose request is being answered
