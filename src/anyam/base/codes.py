"""Public codes: what stands in addresses and on paper instead of a counting number."""

import secrets

# Digits and capitals without 0 O 1 I, so that a code read aloud or from paper is typed right.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code(length: int = 8) -> str:
    """A random code; 8 characters are 40 bits, so that 100,000 rows of one school collide once in 200 schools."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy_code(text: str) -> str:
    """What a person typed, made comparable: capitals, without spaces and hyphens."""
    return "".join(text.upper().split()).replace("-", "")
