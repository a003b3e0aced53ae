"""Runs in the benchmark's throw-away environment, where the package `krippendorff` is: α of every code, a call each.

Reads ratings (codes, coders, units), nan for missing, from the file named; prints the seconds it took.
"""

import sys
import time

import krippendorff
import numpy as np

ratings = np.load(sys.argv[1])
start = time.perf_counter()
for code in ratings:
    krippendorff.alpha(reliability_data=code, level_of_measurement="nominal")
print(time.perf_counter() - start)
