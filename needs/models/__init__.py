"""The records of need: figures, what was seen and heard, what it means, what the trust will act on."""

from needs.models.area import Area, LocalityArea, Neighbour, TrustArea
from needs.models.assessment import Assessment
from needs.models.batch import Batch, Mapping
from needs.models.boundary import Boundary
from needs.models.category import ALL, PLAIN, Category, Mark
from needs.models.dataset import Dataset
from needs.models.evidence import Evidence
from needs.models.exhibit import Exhibit
from needs.models.finding import Finding
from needs.models.indicator import Indicator, IndicatorUse
from needs.models.observation import Observation, Replaced, Snapshot
from needs.models.participation import Participation
from needs.models.priority import Priority

__all__ = [
    "ALL",
    "PLAIN",
    "Area",
    "Assessment",
    "Batch",
    "Boundary",
    "Category",
    "Dataset",
    "Evidence",
    "Exhibit",
    "Finding",
    "Indicator",
    "IndicatorUse",
    "LocalityArea",
    "Mapping",
    "Mark",
    "Neighbour",
    "Observation",
    "Participation",
    "Priority",
    "Replaced",
    "Snapshot",
    "TrustArea",
]
