"""The private PostGIS cluster that jintu runs for itself when no server is named.

One public name: :class:`Cluster`. It finds PostgreSQL with PostGIS on the machine, keeps a cluster
in the data folder, starts it with its first user and stops it with its last.
"""

from layers.embedded.cluster import Cluster

__all__ = ["Cluster"]
