"""What the partners room takes in as lists."""

from anyam.mapping.partners.imports.partners import PartnerList
from anyam.mapping.partners.imports.seats import SeatList

__all__ = ["PartnerList", "SeatList"]
