// A device may believe in a line that leads nowhere.
export async function reached() {
  if (!navigator.onLine) return false;
  const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) };
  return fetch("/learn/worker.js", asked).then(() => true, () => false);
}
