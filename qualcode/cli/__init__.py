"""The command line: parse and show. Every decision is taken below, so that Python can do all of it too."""
