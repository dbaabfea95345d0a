"""The evidence finder as a spaCy component: ``nlp.add_pipe("assessor_evidence", config={"scale": "arc-collaboration"})``.

spaCy imports this room whenever it starts a pipeline, so nothing heavy is imported until a component is made.
"""

from assessor.spacy_bridge.component import EvidenceComponent, make_evidence_component
from assessor.spacy_bridge.rendering import displacy_options

__all__ = ["EvidenceComponent", "displacy_options", "make_evidence_component"]
