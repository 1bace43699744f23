"""Bytes to blocks: one reader a format, chosen by what the bytes are, never by a file's name."""
