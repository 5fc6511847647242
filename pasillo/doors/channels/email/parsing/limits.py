"""How much of a mail we are willing to read. What is beyond stays in the kept original."""

RAW = 50 * 2**20
HEADERS = 200 * 1024
HEADER_LINE = 64 * 1024
HEADER_COUNT = 2_000
DEPTH = 20
PARTS = 500
ADDRESSES = 500
PARAMETERS = 100
ENCODED_WORDS = 2_000
HTML = 2 * 2**20
NESTING = 1_000
TEXT = 2 * 2**20
SUBJECT = 1_000
NAME = 255
REFERENCES = 200
EMBEDDED = 16 * 1024
