"""Every write about exercises: one verb each, in one transaction, with its reasons and its audit entry."""
