"""Evidence and levels in behavioural-interview answers, against published rubrics. Read :mod:`assessor.assess` first."""
