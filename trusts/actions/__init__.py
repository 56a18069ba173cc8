"""Every write of the package: one verb each, in one transaction, with its reasons and its audit entry."""
