"""The page that answers who is seen when time is short."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, closer, pressure, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.time_pressure.title")
pressure.lead(source)
closer.of_pressure(source)
prose.cannot("time_pressure")
