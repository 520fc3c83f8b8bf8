/**
 * Refreshes the page in place when the collector says that something changed. Without it the page
 * reads the same; it only has to be reloaded by hand.
 */
const SETTLE_MS = 2_000;

let waiting = false;

const events = new EventSource('/events');
events.addEventListener('message', () => {
  if (waiting) return;
  waiting = true;
  window.setTimeout(refresh, SETTLE_MS);
});

async function refresh() {
  waiting = false;
  // Whoever is filling in a form or reading a selection is left alone; the next event tries again.
  if (isBusy()) return;
  try {
    const answer = await window.fetch(window.location.href, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    swap(document.querySelector('main'), fresh.querySelector('main'));
  } catch {
    // The line is away: the page keeps what it shows and its time stamps say how old it is.
  }
}

function isBusy() {
  const typing = document.activeElement?.matches('main input, main select, main textarea') ?? false;
  const written = [...document.querySelectorAll('main textarea')].some(
    (area) => area.value !== area.defaultValue,
  );
  return typing || written || String(document.getSelection() ?? '') !== '';
}

/** What was unfolded stays unfolded, what had the focus keeps it. */
function swap(old, fresh) {
  if (old === null || fresh === null) return;
  const openNames = new Set(foldsOf(old).flatMap(([name, fold]) => (fold.open ? [name] : [])));
  for (const [name, fold] of foldsOf(fresh)) fold.open = openNames.has(name);
  const focused = [...old.querySelectorAll('a, button, summary')].indexOf(document.activeElement);
  old.replaceChildren(...fresh.childNodes);
  if (focused >= 0) old.querySelectorAll('a, button, summary')[focused]?.focus();
}

function foldsOf(main) {
  return [...main.querySelectorAll('details')].map((fold, at) => {
    const row = fold.closest('tr')?.previousElementSibling;
    return [row?.querySelector('th')?.textContent ?? `fold ${at}`, fold];
  });
}
