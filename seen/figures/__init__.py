"""What each figure of each page is: asked of the data, in words, with how it is drawn.

It promises that a figure is made anew from a page, its own name and a Question alone, so that a
page, a deck and an export show the same.
"""
