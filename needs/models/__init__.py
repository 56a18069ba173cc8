"""The records of need: what was seen and heard, what it means, what the trust will act on."""

from needs.models.assessment import Assessment
from needs.models.evidence import Evidence
from needs.models.finding import Finding
from needs.models.participation import Participation
from needs.models.priority import Priority

__all__ = ["Assessment", "Evidence", "Finding", "Participation", "Priority"]
