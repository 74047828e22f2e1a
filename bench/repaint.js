// Promises the milliseconds from the next pointerdown until the page shows what it asked for: other
// words in the line, every figure drawn anew, no script running, nothing stale. Counted is the
// first task after the frame that shows it.
(watched) => {
  const line = () => document.querySelector(watched.line)?.innerText;
  const figures = () => [...document.querySelectorAll(watched.figures)].map((it) => it.innerHTML);
  const app = document.querySelector('[data-testid="stApp"]');
  const before = { line: line(), figures: figures() };
  let start = null;
  addEventListener("pointerdown", () => (start ??= performance.now()), { capture: true, once: true });

  const isDrawn = () => {
    if (start === null || app.dataset.testScriptState !== "notRunning") return false;
    if (document.querySelector('[data-stale="true"]') || line() === before.line) return false;
    const now = figures();
    return (
      now.length === before.figures.length &&
      now.every((drawn, place) => drawn.includes("<svg") && drawn !== before.figures[place])
    );
  };
  window.repainted = new Promise((resolve) => {
    const look = () => {
      if (!isDrawn()) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - start);
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}
