"""How much of a file the readers accept; the numbers are guards of the machine, not rules of the school."""

MEBIBYTE = 1024 * 1024
FILE_BYTES = 20 * MEBIBYTE
UNPACKED_BYTES = 200 * MEBIBYTE
UNPACK_RATIO = 200
# Below this size a high ratio is harmless, and honest sheets full of blank formatted rows reach it.
RATIO_MATTERS_FROM = 10 * MEBIBYTE
MEMBERS = 2_000
COLUMNS = 512
ROWS = 100_000
HEAD_ROWS = 40
SHEETS = 8
CELL_CHARACTERS = 2_000
# The reading process: address space, processor seconds, seconds by the clock.
READER_MEMORY = 768 * MEBIBYTE
READER_CPU_SECONDS = 40
READER_SECONDS = 90
