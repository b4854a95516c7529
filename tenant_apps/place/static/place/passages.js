// A passage as the W3C's TextQuoteSelector has it: what it says, and what stands around it. White space counts as one.
const AROUND = 48;

// every text node below these, in order
function* words(roots) {
  for (const root of roots) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) yield node;
  }
}

function laid(roots) {
  const places = [];
  let text = "";
  for (const node of words(roots)) {
    for (let at = 0; at < node.data.length; at += 1) {
      const letter = /\s/.test(node.data[at]) ? " " : node.data[at];
      if (letter === " " && text.endsWith(" ")) continue;
      text += letter;
      places.push([node, at]);
    }
  }
  return { text, places };
}

export function described(roots, range) {
  const { text, places } = laid(roots);
  const inside = places.map(([node, at]) => range.comparePoint(node, at) === 0 && !isEnd(range, node, at));
  let start = inside.indexOf(true), end = inside.lastIndexOf(true) + 1;
  while (start < end && text[start] === " ") start += 1;
  while (end > start && text[end - 1] === " ") end -= 1;
  if (start < 0 || start >= end) return null;
  return { quote: text.slice(start, end), before: text.slice(Math.max(0, start - AROUND), start), after: text.slice(end, end + AROUND) };
}

function isEnd(range, node, at) {
  return node === range.endContainer && at === range.endOffset;
}

export function located(roots, { quote, before, after }) {
  const { text, places } = laid(roots);
  let best = -1, most = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const likeness = alike(reversed(before), reversed(text.slice(0, at))) + alike(after, text.slice(at + quote.length));
    if (likeness > most) [best, most] = [at, likeness];
  }
  if (best < 0 || !quote) return null;
  const range = document.createRange();
  const [last, offset] = places[best + quote.length - 1];
  range.setStart(...places[best]);
  range.setEnd(last, offset + 1);
  return range;
}

const reversed = (text) => [...text.slice(-AROUND)].reverse().join("");

function alike(one, two) {
  let same = 0;
  while (same < Math.min(one.length, two.length) && one[same] === two[same]) same += 1;
  return same;
}
