"""The page that answers who feels seen, and who is mis-seen."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, cards, controls  # noqa: E402  (the frame comes first)

source = cached.source()

cards.title("page.gaps.title")
controls.row(source)

finding = cards.current(source)
cards.card(source, finding, page="page.gaps.title")
