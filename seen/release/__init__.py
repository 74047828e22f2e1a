"""From a local dataset to a release: protected cells in one file, and the checks of such a file.

It promises that nothing but guarded cells and what the Catalog says in public leaves here.
"""
