// One listener for the whole page, so that parts swapped in later need no wiring.
export function on(event, selector, act) {
  document.addEventListener(event, (happened) => {
    const from = happened.target;
    const found = from instanceof Element ? from.closest(selector) : null;
    if (found) act(found, happened);
  });
}
