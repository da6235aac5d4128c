"""The smallest words of the house: actor, clock, codes, refusals, slots, routes, fields, look."""
