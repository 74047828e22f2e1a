"""What may be shown: the guard stands between exact sums and everything a person sees.

It promises that no group too small to be safe is shown, and none can be had by subtraction.
"""
