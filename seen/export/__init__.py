"""What leaves Seen as a file: slides, pages, pictures and tables of a Deck.

It promises that every file is made of one Story, guarded as if published, and says no more than
the screen does.
"""
