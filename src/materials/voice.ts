import { ModelError, type Transcriber } from "#ports/model.ts";
import { Unreadable } from "./reading/unreadable.ts";

export type Listening = {
  readonly transcriber?: Transcriber | undefined;
  /** Takes tokens from the student's budget; `false` when it does not hold that many. */
  readonly spend: (tokens: number) => Promise<boolean>;
  readonly signal: AbortSignal;
};

/** A minute of speech has about 200 kB and costs as much as some 5,000 tokens. */
const BYTES_A_TOKEN = 40;

/**
 * What is said in a recording. Throws Unreadable: `voice` also where the server turns out not to offer it, or the
 * budget is used up.
 */
export async function heard(
  bytes: Uint8Array,
  type: string,
  { transcriber, spend, signal }: Listening,
): Promise<string> {
  if (transcriber === undefined) throw new Unreadable("voice");
  if (!(await spend(Math.ceil(bytes.byteLength / BYTES_A_TOKEN)))) throw new Unreadable("voice");
  try {
    return await transcriber.transcribe({ bytes, ending: endingOf(bytes, type) }, signal);
  } catch (cause) {
    const isLate = cause instanceof ModelError && cause.fault === "deadline";
    throw new Unreadable(isLate ? "slow" : "voice", { cause });
  }
}

/** Servers go by the name's ending. */
function endingOf(bytes: Uint8Array, type: string): string {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (head.startsWith("OggS")) return "ogg";
  if (head.startsWith("RIFF")) return "wav";
  if (head.startsWith("fLaC")) return "flac";
  if (head.slice(4, 8) === "ftyp") return "m4a";
  return head.startsWith("\x1aE") || /webm/.test(type) ? "webm" : "mp3";
}
