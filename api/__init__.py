"""The service: HTTP and command line. It parses, calls ``layers`` and ``geo``, and formats."""
