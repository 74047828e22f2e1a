"""The page that answers what gets counted, and what goes uncounted."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, counts, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.what_counts.title")
counts.lead(source)
counts.parts(source)
prose.cannot("what_counts")
