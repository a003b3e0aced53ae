"""Reporting guidelines: their items, and for some of them what a project knows.

COREQ: Tong, Sainsbury & Craig 2007. SRQR: O'Brien, Harris, Beckman, Reed & Cook 2014.
"""

from collections.abc import Mapping

from qualcode.writeup.document import Table

FOR_AUTHOR = "– (for the author)"
WORKS = (
    "Tong, A., Sainsbury, P., & Craig, J. (2007). Consolidated criteria for reporting qualitative research (COREQ): a 32-item "
    "checklist for interviews and focus groups. International Journal for Quality in Health Care, 19, 349–357.",
    "O'Brien, B. C., Harris, I. B., Beckman, T. J., Reed, D. A., & Cook, D. A. (2014). Standards for reporting qualitative "
    "research: a synthesis of recommendations. Academic Medicine, 89, 1245–1251.",
)
COREQ = (
    "Interviewer or facilitator", "Credentials", "Occupation", "Gender", "Experience and training",
    "Relationship established", "Participant knowledge of the interviewer", "Interviewer characteristics",
    "Methodological orientation and theory", "Sampling", "Method of approach", "Sample size", "Non-participation",
    "Setting of data collection", "Presence of non-participants", "Description of sample", "Interview guide",
    "Repeat interviews", "Audio/visual recording", "Field notes", "Duration", "Data saturation", "Transcripts returned",
    "Number of data coders", "Description of the coding tree", "Derivation of themes", "Software", "Participant checking",
    "Quotations presented", "Data and findings consistent", "Clarity of major themes", "Clarity of minor themes",
)  # fmt: skip
SRQR = (
    "Title", "Abstract", "Problem formulation", "Purpose or research question",
    "Qualitative approach and research paradigm", "Researcher characteristics and reflexivity", "Context",
    "Sampling strategy", "Ethical issues pertaining to human subjects", "Data collection methods",
    "Data collection instruments and technologies", "Units of study", "Data processing", "Data analysis",
    "Techniques to enhance trustworthiness", "Synthesis and interpretation", "Links to empirical data",
    "Integration with prior work, implications, transferability and contributions to the field", "Limitations",
    "Conflicts of interest", "Funding",
)  # fmt: skip


def checklist(items: tuple[str, ...], known: Mapping[int, str], *, letter: str = "") -> Table:
    """Every item by its number, with what is known of it."""
    rows = tuple((f"{letter}{number}", item, known.get(number, FOR_AUTHOR)) for number, item in enumerate(items, 1))
    return Table(("no.", "item", "what the project says"), rows)
