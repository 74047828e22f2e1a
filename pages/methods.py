"""The page that answers what all of this is made of."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, methods, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.methods.title")
methods.missing(source)
methods.not_measured()
methods.lacking(source)
methods.parts(source)
methods.downloads(source)
methods.light_or_dark(source)
