/* blob.js -- a picture that may have to be made first: ask until it is there. */
import { Ended, Lost, Refused } from "./api.js";

const AGAIN_MS = 300;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* Ask until it is neither being made (202) nor in a queue (503). */
async function ready(path, options) {
	for (;;) {
		let answer;

		try {
			answer = await fetch(path, { cache: "no-store",
				...options });
		} catch (e) {
			if (e.name === "AbortError")
				throw e;
			throw new Lost(String(e));
		}
		if (answer.status === 200 || answer.status === 206)
			return answer;
		if (answer.status === 403)
			throw new Ended("");
		if (answer.status !== 202 && answer.status !== 503)
			throw new Refused((await answer.json().catch(() => ({})))
				.error ?? "");
		await pause(AGAIN_MS);
	}
}

/* Its object URL, for the caller to revoke. */
export async function blobOf(path, signal) {
	const answer = await ready(path, { signal });

	return URL.createObjectURL(await answer.blob());
}

/* Sound or film is there to be played; the first byte tells it. */
export async function mediaReady(path, signal) {
	const answer = await ready(path, { signal,
		headers: { Range: "bytes=0-0" } });

	await answer.body?.cancel();
}
