"""The page that answers who feels seen, and who is mis-seen."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, closer, gaps, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.gaps.title")

gaps.lead(source)
closer.parts(source)
prose.cannot("gaps")
