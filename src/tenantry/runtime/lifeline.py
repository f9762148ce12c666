"""A pipe from parent to children: it breaks when the parent dies, however it dies.

Nothing is ever written to it.  The parent alone holds the writing end, so its death closes the
pipe, and each child reads the end of it and stops.
"""

import os
import signal
import threading


class Lifeline:
    """The parent's side."""

    def __init__(self) -> None:
        self.descriptor, self._kept_open = os.pipe()

    def cut(self) -> None:
        """Close the pipe: every child that still runs stops."""
        os.close(self.descriptor)
        os.close(self._kept_open)


def stop_with_parent(descriptor: int) -> None:
    """Send this child SIGTERM when the parent, at the other end of *descriptor*, is gone."""

    def wait() -> None:
        os.read(descriptor, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
