"""The page of the deck: what is pinned, in order, to be shown to others."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, deck, prose  # noqa: E402  (the frame comes first)

prose.title("page.deck.title")

deck.draw(cached.source())
prose.cannot("deck")
