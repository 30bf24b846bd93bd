// Talks to the server, and takes nothing for its answer that is not: a hotel's page, a sign-in, half an answer.

/** No answer that is the server's own. `status` is what came, 0 if nothing did. */
export class NoAnswer extends Error {
  constructor(status, problem = "") {
    super(`no answer (${status})`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * The JSON at `path`, and how long it took: {json, took}; json is null where nothing has changed since `etag`. `holds` are
 * the marks of what is here already.
 *
 * Raises NoAnswer after `limit` milliseconds, and for anything but a 200 (or 304) in JSON that `isIt` takes for ours.
 */
export async function ask(path, { token, body, etag, holds, limit, isIt = () => true }) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  if (etag) headers["If-None-Match"] = etag;
  if (holds) headers["Plenary-Holds"] = holds;
  const how = { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) };
  const began = performance.now();
  let response, json;
  try {
    const guards = { credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(limit) };
    response = await fetch(path, { ...how, ...guards });
    if (response.status === 304) return { json: null, took: performance.now() - began, etag };
    json = await response.json();
  } catch {
    throw new NoAnswer(response?.status ?? 0);
  }
  if (response.status !== 200) throw new NoAnswer(response.status, typeof json?.problem === "string" ? json.problem : "");
  if (!isIt(json)) throw new NoAnswer(0);
  return { json, took: performance.now() - began, etag: response.headers.get("ETag") };
}
