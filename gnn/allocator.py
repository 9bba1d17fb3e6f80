"""Memory that was freed is kept for the next step, where the C library is glibc.

Every step asks for the same large arrays. By default glibc gives each of them back to the system
and gets new pages, which costs more than the arithmetic: epochs of GATv2 took 2 to 3 times as long.
"""

import ctypes

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # of malloc.h
_MOST = 2**31 - 1


def keep_memory() -> bool:
    """Keep freed memory from now on, in this process; False where the C library cannot."""
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_MMAP_MAX, 0)) and bool(mallopt(_TRIM_THRESHOLD, _MOST))
