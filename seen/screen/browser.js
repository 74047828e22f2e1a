// What only the browser knows or can do: how wide the window is, whether it is light or dark, names
// for landmarks, and where the keyboard is when a popover opens. Streamlit has no words for these;
// without this script the page works, with it a screen reader and a keyboard find their way sooner.

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), [tabindex="0"]';
const APP = '[data-testid="stApp"]';
const POPOVER = '[data-testid="stPopoverBody"]';

function name(attributes) {
  for (const [selector, attribute, value] of attributes) {
    for (const element of document.querySelectorAll(selector)) {
      if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
    }
  }
}

// A popover hangs at the end of the page, so the Tab key would have to walk there.
function enter(entered) {
  const popover = document.querySelector(POPOVER);
  if (popover && popover !== entered) {
    popover.tabIndex = -1;
    if (!popover.contains(document.activeElement)) popover.focus({ preventScroll: true });
    popover.addEventListener("keydown", stay);
  }
  return popover;
}

function stay(event) {
  if (event.key !== "Tab") return;
  const inside = [...event.currentTarget.querySelectorAll(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && element.getClientRects().length
  );
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  const isAtEdge = document.activeElement === edge;
  const isOnBody = event.shiftKey && document.activeElement === event.currentTarget;
  if (!inside.length || isAtEdge || isOnBody) {
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
  }
}

// A link to a place on a page: the place is drawn long after the browser has looked for it, and
// what stands above it may still grow.
let sought = decodeURIComponent(window.location.hash.slice(1));
let found = 0;
for (const moved of ["wheel", "keydown", "pointerdown"]) {
  window.addEventListener(moved, () => (sought = ""), { once: true, passive: true });
}

function arrive() {
  const place = sought && document.getElementById(sought);
  if (!place) return;
  found = found || Date.now();
  if (Date.now() - found > 3000) sought = "";
  place.scrollIntoView({ behavior: "auto" });
}

function scheme() {
  return getComputedStyle(document.querySelector(APP)).colorScheme;
}

// What Python was told and has not drawn yet: once, or a page it cannot follow would run for ever.
let told = null;

export default function ({ data, setStateValue }) {
  const query = window.matchMedia(`(max-width: ${data.width}px)`);
  const report = () => {
    if (query.matches !== data.isNarrow) setStateValue("isNarrow", query.matches);
  };
  let entered = null;
  const look = () => {
    name(data.attributes);
    arrive();
    entered = enter(entered);
    const now = scheme();
    if ((now === "dark") === data.isDark) {
      told = null;
    } else if (now !== told) {
      told = now; // the system went from light to dark, and colours come from Python
      setStateValue("scheme", `${now} ${Date.now()}`); // news, whatever was told before
    }
  };
  // one look a frame: while a page is drawn the document changes hundreds of times
  let isDue = false;
  const watch = new MutationObserver(() => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      look();
    });
  });
  report();
  look();
  query.addEventListener("change", report);
  watch.observe(document.body, { childList: true, subtree: true });
  watch.observe(document.querySelector(APP), { attributeFilter: ["class", "style"] });
  return () => {
    query.removeEventListener("change", report);
    watch.disconnect();
  };
}
