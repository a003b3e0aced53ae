"""Questions asked of a project: one `Selection` filters every listing, report and figure. Formats nothing."""
