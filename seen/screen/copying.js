// The link of a view: copied as soon as it is asked for, where the browser lets it, and otherwise
// shown and selected, so that one key copies it. What happened is always said.

// An older way that also works where the page did not come over a safe connection.
function copySelected(field) {
  field.focus({ preventScroll: true });
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return copySelected(field);
  }
}

export default function ({ data, parentElement }) {
  const field = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  field.setAttribute("aria-label", data.label);
  button.textContent = data.copy;
  const run = async () => {
    said.textContent = "";
    said.textContent = (await copy(field)) ? data.copied : data.selected;
  };
  const select = () => field.select();
  button.addEventListener("click", run);
  field.addEventListener("focus", select);
  if (field.value !== data.address) {
    const isFirst = !field.value; // opened just now by a click, which may copy
    field.value = data.address;
    said.textContent = "";
    if (isFirst) run();
  }
  return () => {
    button.removeEventListener("click", run);
    field.removeEventListener("focus", select);
  };
}
