// A film in chunks to the place a host gave: PUT with Content-Range, 308 until it is whole. Resolves to what was said of it.
import { Refusal, rest } from "./patience.js";

const PIECE = 30 << 20; // a whole number of 256 KiB, as these places want

export async function put(file, { url, token, signal, told, waiting }) {
  const mark = `hosted:${url}:${file.name}:${file.size}:${file.lastModified}`;
  let said = JSON.parse(localStorage.getItem(mark) || "null");
  let failures = 0;
  for (;;) {
    try {
      const fresh = !said;
      said ??= await announce(url, token, file);
      localStorage.setItem(mark, JSON.stringify(said));
      let offset = fresh ? 0 : await send(said.url, `bytes */${file.size}`, null, file, 0, signal);
      while (offset !== null && offset < file.size) {
        told(Math.floor((100 * offset) / file.size));
        const end = Math.min(offset + PIECE, file.size);
        const range = `bytes ${offset}-${end - 1}/${file.size}`;
        offset = await send(said.url, range, file.slice(offset, end), file, end, signal);
        failures = 0;
      }
      localStorage.removeItem(mark);
      if (offset !== null) return said;
      said = null; // the place is gone: begin again
    } catch (error) {
      if (error instanceof Refusal || signal.aborted) {
        localStorage.removeItem(mark);
        if (said) fetch(said.removal, { method: "POST", headers: { "X-CSRFToken": token } });
        throw error;
      }
      waiting();
      await rest(failures++);
    }
  }
}

async function announce(url, token, file) {
  const body = new URLSearchParams({ name: file.name, size: file.size });
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (answer.status === 201) return answer.json();
  if (answer.status < 500) throw new Refusal(await answer.text());
  throw new Error(answer.statusText);
}

// how much is there after this; null where nobody knows of the upload any more
async function send(place, range, body, file, end, signal) {
  const answer = await fetch(place, { method: "PUT", body, signal, headers: { "Content-Range": range } });
  if (answer.ok) return file.size;
  if (answer.status === 308) {
    const kept = /bytes=0-(\d+)/.exec(answer.headers.get("Range") ?? "");
    return kept ? Number(kept[1]) + 1 : end;
  }
  if (answer.status === 404 || answer.status === 410) return null;
  if (answer.status < 500 && ![408, 429].includes(answer.status)) throw new Refusal(answer.statusText || `${answer.status}`);
  throw new Error(answer.statusText);
}
