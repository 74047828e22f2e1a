"""The page that answers what goes with connection, place by place."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, places, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.places.title")
places.lead(source)
places.parts(source)
places.cannot(source)
