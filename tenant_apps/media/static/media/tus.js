// tus 1.0: announce a file, ask how much is there, send what is missing. Resolves to the upload's address.
import { Refusal, rest } from "./patience.js";

const PIECE = 8 << 20;
const RESUMABLE = { "Tus-Resumable": "1.0.0" };

export async function send(file, { url, token, signal, told, waiting, kept = false }) {
  const ask = (address, method, headers, body) =>
    fetch(address, { method, body, signal, headers: { ...RESUMABLE, "X-CSRFToken": token, ...headers } });
  const mark = `upload:${url}:${kept ? "kept:" : ""}${file.name}:${file.size}:${file.lastModified}`;
  let place = localStorage.getItem(mark);
  let failures = 0;
  for (;;) {
    try {
      place ??= await announce(ask, url, file, kept);
      localStorage.setItem(mark, place);
      let offset = await where(ask, place);
      while (offset !== null && offset < file.size) {
        told(Math.floor((100 * offset) / file.size));
        offset = await patch(ask, place, offset, file.slice(offset, offset + PIECE));
        failures = 0;
      }
      if (offset !== null) {
        localStorage.removeItem(mark);
        return place;
      }
      place = null; // forgotten by the server: begin again
      localStorage.removeItem(mark);
    } catch (error) {
      if (error instanceof Refusal) localStorage.removeItem(mark);
      if (error instanceof Refusal || signal.aborted) {
        if (signal.aborted && place) fetch(place, { method: "DELETE", headers: { ...RESUMABLE, "X-CSRFToken": token } });
        throw error;
      }
      waiting();
      await rest(failures++);
    }
  }
}

async function announce(ask, url, file, kept) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const metadata = `filename ${name}${kept ? ",kept" : ""}`;
  const answer = await ask(url, "POST", { "Upload-Length": String(file.size), "Upload-Metadata": metadata });
  if (answer.status === 201) return answer.headers.get("Location");
  if (answer.status < 500) throw new Refusal(await answer.text());
  throw new Error(answer.statusText);
}

async function where(ask, place) {
  const answer = await ask(place, "HEAD", {});
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return Number(answer.headers.get("Upload-Offset"));
}

async function patch(ask, place, offset, piece) {
  const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
  const answer = await ask(place, "PATCH", headers, piece);
  if (answer.status === 422) throw new Refusal(await answer.text());
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return Number(answer.headers.get("Upload-Offset"));
}
