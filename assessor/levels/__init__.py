"""From evidence to a suggestion: the opinion on the whole answer, ordinal head, calibration, conformal sets, and the reasons."""
