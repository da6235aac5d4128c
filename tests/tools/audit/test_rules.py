"""The arithmetic of the chain: every kind of tampering is found, and a line stays a line."""

import random
from copy import deepcopy

import pytest

from anyam.tools.audit import rules

pytestmark = pytest.mark.pure


def make_chain(length):
    """A true chain of `length` entries."""
    chain, previous = [], rules.START
    for number in range(1, length + 1):
        entry = {
            "sequence": number,
            "at": f"2026-11-24T02:{number:02}:00+00:00",
            "actor_key": "account:7",
            "actor_name": "Rina",
            "action": "people.role_granted",
            "object_kind": "people.role",
            "object_key": f"K{number}",
            "object_name": f"Guru {number}",
            "detail": {"role": "homeroom", "n": number},
        }
        sealed = rules.digest(previous, entry)
        chain.append(entry | {"previous": previous, "digest": sealed})
        previous = sealed
    return chain


def test_true_chain_is_whole():
    assert rules.first_fault(make_chain(50)) is None
    assert rules.first_fault([]) is None


@pytest.mark.parametrize("field", rules.SEALED)
def test_edit_of_any_field_is_found(field):
    chain = make_chain(5)
    chain[2][field] = {"role": "principal"} if field == "detail" else 99 if field == "sequence" else "lain"
    assert rules.first_fault(chain) == 3


def test_removal_swap_and_insertion_are_found():
    removed = make_chain(9)
    del removed[3]
    swapped = make_chain(9)
    swapped[4], swapped[5] = swapped[5], swapped[4]
    inserted = make_chain(9)
    inserted.insert(6, deepcopy(inserted[5]))
    headless = make_chain(9)[1:]
    assert [rules.first_fault(chain) for chain in (removed, swapped, inserted, headless)] == [4, 5, 7, 1]


def test_entry_resealed_alone_breaks_at_the_next():
    chain = make_chain(5)
    chain[1]["object_name"] = "Orang lain"
    chain[1]["digest"] = rules.digest(chain[1]["previous"], chain[1])
    assert rules.first_fault(chain) == 3


def test_thousand_random_tamperings_are_all_found():
    drawn = random.Random(11)
    for _ in range(1000):
        chain = make_chain(12)
        place = drawn.randrange(12)
        match drawn.randrange(5):
            case 0:
                chain[place]["actor_name"] += "x"
            case 1:
                chain[place]["at"] = "2020-01-01T00:00:00+00:00"
            case 2:
                del chain[min(place, 10)]
            case 3:
                other = (place + 1) % 12
                chain[place], chain[other] = chain[other], chain[place]
            case _:
                chain.insert(place, deepcopy(chain[drawn.randrange(12)]))
        assert rules.first_fault(chain) is not None


def test_line_stays_one_line_and_short():
    text = "Rina\n\x1b[31mmerah\u202eterbalik\r" + "a" * 1000
    assert rules.one_line(text, 30) == "Rina[31mmerahterbalik" + "a" * 9
