"""The culture encoder: facets in, one vector for each modality and one for all of them out."""

from gnn.model.encoder import CultureEncoder, Encoded, fuse
from gnn.shape import Shape

__all__ = ["CultureEncoder", "Encoded", "Shape", "fuse"]
