"""One figure of agreement: a value with its interval, or the reason why there is none."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """A value or a reason, never nan.

    `ci` is the 95 % interval and `ci_method` how it was made: "bca" (units drawn), "cluster" (transcripts drawn) or
    "analytic". `cluster_ci` stands beside a "bca" interval where there are too few transcripts to rely on drawing them.
    `below` holds the share of draws under a threshold as (threshold, share), for Krippendorff's alphas. `ci_note` says
    what is wrong with the interval, or why there is none.
    """

    value: float | None
    undefined: str | None = None
    ci: tuple[float, float] | None = None
    ci_method: str | None = None
    cluster_ci: tuple[float, float] | None = None
    below: tuple[tuple[float, float], ...] = ()
    ci_note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON: only what there is."""
        if self.value is None:
            return {"value": None, "undefined": self.undefined}
        found: dict[str, Any] = {"value": self.value}
        if self.ci is not None:
            found |= {"ci": list(self.ci), "ci_method": self.ci_method}
        if self.cluster_ci is not None:
            found["cluster_ci"] = list(self.cluster_ci)
        if self.below:
            found["below"] = {str(threshold): share for threshold, share in self.below}
        if self.ci_note is not None:
            found["ci_note"] = self.ci_note
        return found
