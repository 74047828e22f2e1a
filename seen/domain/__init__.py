"""The records of Seen: frozen, refusing nonsense when made, free of any input or output.

They promise that every other package speaks about the same things with the same words.
"""
