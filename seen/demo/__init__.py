"""The synthetic demo: invented people and answers with planted truths, in the standard tables.

It promises the same tables for the same seed and size, and that nothing in it tells of anybody.
"""
