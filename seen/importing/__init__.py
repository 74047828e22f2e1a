"""Outside files become Seen data files here: read, checked, de-identified, built.

It promises that nothing is written unless everything was understood.
"""
