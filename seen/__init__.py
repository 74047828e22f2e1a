"""Seen shows who gets connection and who does not; every other module has one part of that job.

It promises that no figure leaves it without its uncertainty, its count and the guard's consent.
"""

__version__ = "0.1.0"
