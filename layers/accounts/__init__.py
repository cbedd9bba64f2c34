"""Accounts of this installation: who may sign in, with which rights, and how that is proved.

``rights`` is the table of roles, ``callers`` what a rule is decided on, ``policies`` the rules for
passwords and sessions; ``people``, ``sessions``, ``tokens`` keep the tables, ``signing_in`` and
``setting_up`` are the two ways in. Every change is written to :mod:`layers.journal`.
"""

from layers.accounts.callers import OPERATOR, PUBLIC, Caller, Need, anonymous
from layers.accounts.people import Newcomer, reads_internal
from layers.accounts.policies import POLICIES, Policy
from layers.accounts.rights import RIGHTS, ROLES, Right, Role, rights_of, role_named
from layers.accounts.setting_up import set_up, setup_code
from layers.accounts.signing_in import Credentials, sign_in

__all__ = [
    "OPERATOR",
    "POLICIES",
    "PUBLIC",
    "RIGHTS",
    "ROLES",
    "Caller",
    "Credentials",
    "Need",
    "Newcomer",
    "Policy",
    "Right",
    "Role",
    "anonymous",
    "reads_internal",
    "rights_of",
    "role_named",
    "set_up",
    "setup_code",
    "sign_in",
]
