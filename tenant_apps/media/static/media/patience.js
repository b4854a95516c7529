// What uploads share: a refusal ends one, and after any other failure it waits, no longer than until the line is back.
const WAITS = [1, 2, 4, 8, 15, 30];

export class Refusal extends Error {}

export function rest(failures) {
  return new Promise((done) => {
    setTimeout(done, WAITS[Math.min(failures, WAITS.length - 1)] * 1000);
    addEventListener("online", done, { once: true });
  });
}
