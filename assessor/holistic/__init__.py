"""Any table of text and ordinal label: fitted without spans and without a rubric."""
