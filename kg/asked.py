"""A question whose asker may give up: then it is ended in the store as well."""

import secrets
from threading import Event


class Asked:
    """`name` is what the store knows the question by."""

    def __init__(self) -> None:
        self.name = f"umran-{secrets.token_hex(8)}"
        self._given_up = Event()

    def give_up(self) -> None:
        """Nobody waits for the answer any more."""
        self._given_up.set()

    @property
    def given_up(self) -> bool:
        """Whether that was said."""
        return self._given_up.is_set()
