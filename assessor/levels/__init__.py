"""From evidence to a suggestion: ordinal head, calibration, conformal sets, and the reasons."""
