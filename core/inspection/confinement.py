"""What the child may still use once it has everything it needs."""

import resource

CPU_SECONDS = 15
MEMORY = 768 * 2**20


def confine() -> None:
    """From here on: so much time and memory, and nothing more to open, write or start."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # the three it has; a socket is a file too
