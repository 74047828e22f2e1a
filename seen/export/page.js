// Draws the figures of an exported page from what lies in the page itself: the drawing library and
// every figure, packed. It promises to fetch nothing, to follow theme and width, and to leave the
// tables open where a browser is too old to unpack.
(async () => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const figures = [...document.querySelectorAll("figure[data-figure]")];
  const open = () => document.querySelectorAll("details").forEach((it) => (it.open = true));

  const unpacked = async (id) => {
    const packed = atob(document.getElementById(id).textContent.trim());
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  if (!window.DecompressionStream) {
    figures.forEach((it) => it.classList.add("lacking"));
    document.getElementById("old").hidden = false;
    open();
    return;
  }
  const isFixed = root.dataset.kind !== "screen"; // printed or pictured: drawn once
  const held = JSON.parse(await unpacked("figures"));
  const code = document.createElement("script");
  code.textContent = await unpacked("plotly");
  document.head.append(code);

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const draw = (figure, theme) => {
    const own = held[figure.dataset.figure];
    const width = figure.clientWidth;
    const kind = (width < own.least ? "narrow" : "wide") + "_" + theme;
    const drawn = own[kind];
    const layout = { ...drawn.layout, width, height: own.height[kind] };
    figure.firstElementChild.style.height = own.height[kind] + "px";
    return Plotly.react(figure.firstElementChild, drawn.data, layout, { displayModeBar: false });
  };
  const all = (theme) => Promise.all(figures.map((it) => draw(it, theme)));
  const again = () => all(isDark() ? "dark" : "light");

  if (isFixed) {
    await document.fonts.ready;
    await all("light");
    root.dataset.drawn = "yes";
    return;
  }
  document.getElementById("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    again();
  });
  dark.addEventListener("change", again);
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, 150);
  });
  addEventListener("beforeprint", () => {
    root.dataset.printed = root.dataset.theme || "";
    root.dataset.theme = "light";
    open();
    all("light");
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = root.dataset.printed;
    again();
  });
  await document.fonts.ready;
  await again();
  root.dataset.drawn = "yes";
})();
