"""The page that answers who gets seen."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, overview, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.overview.title")
overview.sentences(source)
overview.lead(source)
overview.absent(source)
overview.fixed(source)
overview.unseen(source)
