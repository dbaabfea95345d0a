"""What ``from assessor import …`` gives: a dozen names for notebooks and scripts. Scales and examples in; models, figures, evidence out."""
