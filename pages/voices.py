"""The page that lets one read what connection sounds like."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, prose, voices  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.voices.title")
voices.intro()
voices.story(source)
prose.cannot("voices")
