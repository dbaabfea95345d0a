"""What `from assessor import …` gives: a dozen names for notebooks and scripts."""
