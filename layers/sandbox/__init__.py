"""Where files from outside are opened: in a process that can be killed and reaches nothing.

``run`` starts one confined process for one or more tasks. The process holds a supervisor that never
touches a file from outside and forks a worker for each task, so that a crash, a hang or a memory
blow-up ends one task with a clear reason and nothing else. How strong the confinement is depends on
the machine; ``level`` says it.

===========  =======================================================================================
bubblewrap   no network, no other processes, and of the file system only the interpreter, the code,
             one input folder (read-only) and one output folder
unshare      no network and no other processes; as root also another account
limits       a dead proxy in place of the network; as root also another account
===========  =======================================================================================

At every level a worker is bounded in processor time, memory, wall time and output, and the
library that reads vector files knows exactly one driver. The parent never opens an upload with it.
"""

from layers.sandbox.errors import LimitExceeded, SandboxError, SandboxUnavailable
from layers.sandbox.levels import level
from layers.sandbox.limits import Limits
from layers.sandbox.runner import Outcome, Task, run

__all__ = [
    "LimitExceeded",
    "Limits",
    "Outcome",
    "SandboxError",
    "SandboxUnavailable",
    "Task",
    "level",
    "run",
]
