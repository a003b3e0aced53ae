"""One module a format: `sniff(head) -> int` counts the lines that bear its mark, `read(document) -> Draft` reads it."""
