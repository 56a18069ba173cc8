"""The records of money, buying and what came of it."""

from contracts.models.agreement import Agreement
from contracts.models.fund import Allocation, Contribution, Fund
from contracts.models.intervention import Deficit, Intervention, Veto
from contracts.models.measure import Measure
from contracts.models.procurement import Award, Bid, Panellist, Procurement
from contracts.models.provider import Listing, Provider
from contracts.models.returns import Return, ReturnLine
from contracts.models.review import Review
from contracts.models.service import Service
from contracts.models.specification import Specification

__all__ = [
    "Agreement",
    "Allocation",
    "Award",
    "Bid",
    "Contribution",
    "Deficit",
    "Fund",
    "Intervention",
    "Listing",
    "Measure",
    "Panellist",
    "Procurement",
    "Provider",
    "Return",
    "ReturnLine",
    "Review",
    "Service",
    "Specification",
    "Veto",
]
