"""Background work on procrastinate: what can be queued, and how it fares.

The queue gives each job to one worker at a time, at least once. So every kind of work must give the
same outcome when it is done twice, and a job that took its worker down twice is given up.
"""

from layers.jobs.records import get, queue
from layers.jobs.tasks import KINDS
from layers.jobs.worker import Worker, work

__all__ = ["KINDS", "Worker", "get", "queue", "work"]
