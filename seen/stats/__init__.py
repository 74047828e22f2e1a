"""Estimates, intervals and tests made from Cells alone: no microdata, no screen, no database.

They promise that every number comes with an interval that allows for clustering, or with the
reason why it has none.
"""
