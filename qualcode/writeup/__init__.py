"""What is written: one neutral `Document`, and one writer per format. Knows no SQL."""
