"""Counting attempts in the shared cache: exactly for guesses, roughly for floods."""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` times within `seconds` for one key; keys are hashed: no name stands in the cache."""

    name: str
    amount: int
    seconds: int

    def take(self, key: str) -> str | None:
        """Occupy one attempt before it is made; returns what `give_back` frees, or None when all are used.

        Exact also under parallel requests, because adding to the cache is: at most `amount` adds succeed.
        Meant for small amounts; costs one add, and one more for each attempt already used.
        """
        for number in range(self.amount):
            slot = f"{self._base(key)}:{number}"
            if cache.add(slot, 1, self.seconds):
                return slot
        return None

    def flows(self, key: str) -> bool:
        """Count one more and say whether the key stays within the limit of the running window.

        Rough: parallel requests may be counted as one. Meant for large amounts; costs the same for any.
        """
        window = f"{self._base(key)}:{int(time.time() // self.seconds)}"
        cache.add(window, 0, self.seconds * 2)
        try:
            return cache.incr(window) <= self.amount
        except ValueError:
            return True  # the cache dropped the counter between the two calls

    def _base(self, key: str) -> str:
        return f"limit:{self.name}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def give_back(slot: str) -> None:
    """Free an attempt that turned out to be right."""
    cache.delete(slot)
