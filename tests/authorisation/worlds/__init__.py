"""Parts of the sweep's world, one module a room.

Each has `build(s)` (puts the room's things into the school `s`, a namespace that already holds `school`, `actors`,
`partners`, `pupils`, `waves`), `things(s)` (address parts by thing and variant), `rows(s)` (what a relation field may
name) and `scope_of(s, row)` (whose a row is: the last word of its mark; "" for the general rule).
"""
