"""The page that answers who gets a human, and what a bot is beside one."""

from seen.screen import frame

frame.enter()

from seen.screen import cached, machine, prose  # noqa: E402  (the frame comes first)

source = cached.source()

prose.title("page.human_or_machine.title")
machine.lead(source)
machine.parts(source)
prose.cannot("human_or_machine")
