"""Rubrics as data: ``scales/<id>/scale.yaml`` in, :class:`assessor.domain.scale.Scale` out."""

from assessor.paths import scales_root
from assessor.rubric.reader import check_scale, list_scales, read_questions, read_scale

__all__ = ["check_scale", "list_scales", "read_questions", "read_scale", "scales_root"]
