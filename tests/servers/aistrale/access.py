"""Who may call: API keys, access tokens that end, and the cookies of web sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie

from .errors import ApiError
from .state import Record, State

__all__ = ["COOKIE", "CSRF", "EMAIL", "KEY", "OTHER_KEY", "PASSWORD", "Access", "Admitted"]

KEY, OTHER_KEY = "key-lakes", "key-hills"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
COOKIE, CSRF = "session-of-ada", "form-of-ada"
ACCESS_FOR, REFRESH_FOR = timedelta(minutes=15), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose call it is, and about which workspace."""

    account_id: int = 0
    workspace_id: int = 0
    token: str = ""


@dataclass
class Access:
    """The credentials of two accounts, each with a workspace of its own."""

    state: State
    keys: Mapping[str, int] = field(default_factory=lambda: {KEY: 1, OTHER_KEY: 2})
    tokens: dict[str, tuple[int, datetime]] = field(default_factory=dict[str, tuple[int, datetime]])
    refreshing: dict[str, tuple[int, datetime]] = field(default_factory=dict[str, tuple[int, datetime]])
    made: int = 0

    def __post_init__(self) -> None:
        for account, name in ((1, "Lakes"), (2, "Hills")):
            self.state.add("workspace", name=name, created_at=self.state.now, owner=account)

    def admit(self, headers: Mapping[str, str], *, changes: bool) -> Admitted:
        """The account of a request's credential, and the workspace that it is about.

        Raises:
            ApiError: the credential is missing, wrong or expired, or does not allow it.
        """
        account, token = self.account(headers, changes=changes)
        owned = self.workspaces(account)
        wanted = headers.get("x-workspace-id")
        if wanted is not None and wanted not in [str(item["id"]) for item in owned]:
            raise ApiError("forbidden", "the credential belongs to another workspace")
        return Admitted(account, int(wanted) if wanted is not None else owned[-1]["id"], token)

    def workspaces(self, account: int) -> list[Record]:
        """The workspaces of an account, the newest first."""
        return self.state.all("workspace", owner=account)

    def account(self, headers: Mapping[str, str], *, changes: bool) -> tuple[int, str]:
        """The account of a credential, and the access token if it is one."""
        if (key := headers.get("x-api-key")) in self.keys and key is not None:
            return self.keys[key], ""
        token = headers.get("authorization", "").removeprefix("Bearer ")
        account, ends = self.tokens.get(token, (0, self.state.clock.now()))
        if ends > self.state.clock.now():
            return account, token
        cookie = SimpleCookie(headers.get("cookie", "")).get("aistrale_session")
        if cookie is None or cookie.value != COOKIE:
            raise ApiError("unauthenticated", "the credential is missing, wrong or expired")
        if changes and headers.get("x-csrf-token") != CSRF:
            raise ApiError("forbidden", "a web session needs the header X-CSRF-Token")
        return 1, ""

    def login(self, email: str, password: str) -> Record:
        """The first tokens of an account."""
        if (email, password) != (EMAIL, PASSWORD):
            raise ApiError("unauthenticated", "the address or the password is wrong")
        return self.grant(1)

    def refresh(self, token: str) -> Record:
        """The next tokens for a refresh token, which is then used up."""
        account, ends = self.refreshing.pop(token, (0, self.state.clock.now()))
        if ends <= self.state.clock.now():
            raise ApiError("unauthenticated", "the refresh token is wrong, used up or expired")
        return self.grant(account)

    def grant(self, account: int) -> Record:
        """New tokens for an account."""
        self.made += 1
        access, refresh = f"at_{self.made}", f"rt_{self.made}"
        self.tokens[access] = (account, self.state.clock.now() + ACCESS_FOR)
        self.refreshing[refresh] = (account, self.state.clock.now() + REFRESH_FOR)
        seconds = int(ACCESS_FOR.total_seconds())
        return {"access_token": access, "refresh_token": refresh, "token_type": "bearer", "expires_in": seconds}

    def revoke(self, token: str) -> None:
        """Make an access token and its refresh token void."""
        self.tokens.pop(token, None)
        self.refreshing.pop(token.replace("at_", "rt_"), None)
