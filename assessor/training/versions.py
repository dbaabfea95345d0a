"""Several versions of a model side by side: compared on answers that neither has learnt from, put into use, put back."""

from assessor.training.added import read_added
from assessor.training.held_out import read_held_out
from assessor.training.versions_compare import CURRENT, compare_models, load_version, version_folders
from assessor.training.versions_promote import promote, put_back

__all__ = ["CURRENT", "compare_models", "load_version", "promote", "put_back", "read_added", "read_held_out", "version_folders"]
