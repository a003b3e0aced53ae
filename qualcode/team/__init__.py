"""Several coders on one study: rounds and samples, working apart and together, comparing, adjudicating."""
