"""The page that answers what burnout goes with, and whom it is highest among."""

from seen.screen import frame

frame.enter()

from seen.screen import burnout, cached, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.burnout.title")
burnout.lead(source)
burnout.parts(source)
prose.cannot("burnout")
