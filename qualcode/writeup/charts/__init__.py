"""Charts: what they show, in numbers and names, and one drawer per medium."""
