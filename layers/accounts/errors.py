"""What can go wrong with people, their passwords and what they may do."""

from __future__ import annotations

from geo.errors import JintuError


class AccountError(JintuError):
    """The account could not do this."""

    code = "account"


class SignInNeeded(AccountError):
    """Only somebody who is signed in may ask for it."""

    code = "sign_in_needed"


class NotAllowed(AccountError):
    """The role of this account does not allow it."""

    code = "not_allowed"


class BadCredentials(AccountError):
    """The name or the password is wrong, or the account may not sign in now."""

    code = "bad_credentials"


class BadToken(AccountError):
    """The token is unknown, expired or revoked."""

    code = "bad_token"


class PasswordExpired(AccountError):
    """The password is too old; sign in with a new one beside it."""

    code = "password_expired"


class WeakPassword(AccountError):
    """The password does not keep to the rules."""

    code = "weak_password"


class HashingBusy(AccountError):
    """Too many people sign in at this moment; try again."""

    code = "hashing_busy"


class TooManyAttempts(AccountError):
    """There were too many attempts; wait before the next."""

    code = "too_many_attempts"


class BadName(AccountError):
    """An account cannot have such a name."""

    code = "bad_name"


class UnknownRole(AccountError):
    """There is no role of this name."""

    code = "unknown_role"


class UnknownAccount(AccountError):
    """There is no account of this name."""

    code = "unknown_account"


class AccountExists(AccountError):
    """An account of this name exists already."""

    code = "account_exists"


class LastAdmin(AccountError):
    """Nobody else could administer; make another administrator first."""

    code = "last_admin"


class BadSetupCode(AccountError):
    """The set-up code is wrong, used or expired, or set-up is over."""

    code = "bad_setup_code"


class UnknownToken(AccountError):
    """There is no token with this id."""

    code = "unknown_token"


class BadScope(AccountError):
    """A token cannot carry this right, or cannot live that long."""

    code = "bad_scope"
