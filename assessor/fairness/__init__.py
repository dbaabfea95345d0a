"""Does the level follow from the acts, or from who tells them and how: counterfactual variants, stability, adverse impact."""
