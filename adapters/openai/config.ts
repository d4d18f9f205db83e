import { z } from "zod";

const OPENAI = "https://api.openai.com/v1";

/** What the adapter needs to reach one OpenAI-compatible server. */
export type OpenAIConfig = {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly model: string;
  /** Without it there is no embedder, and search goes by words alone. */
  readonly embeddingModel: string | undefined;
  /** Without it voice is not understood. */
  readonly transcriptionModel?: string | undefined;
  /** Whether the chat model looks at pictures. */
  readonly vision?: boolean;
};

const text = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined);

/**
 * The settings as they stand in the environment. The result is `undefined` when neither a key nor a server is
 * named: then there is no model. Faults name the setting and its mend, never its value.
 */
export const openaiSettings = z
  .object({
    OPENAI_API_KEY: text,
    OPENAI_BASE_URL: text,
    OPENAI_MODEL: text,
    OPENAI_EMBEDDING_MODEL: text,
    OPENAI_TRANSCRIPTION_MODEL: text,
    OPENAI_VISION: text,
  })
  .transform((env, context): OpenAIConfig | undefined => {
    if (env.OPENAI_API_KEY === undefined && env.OPENAI_BASE_URL === undefined) return undefined;
    const fault = (setting: string, message: string) =>
      context.addIssue({ code: "custom", path: [setting], message, input: undefined });
    const baseURL = env.OPENAI_BASE_URL ?? OPENAI;
    if (!isServer(baseURL)) {
      fault("OPENAI_BASE_URL", "must be an http(s) address without a user name, like https://host/v1");
    }
    if (baseURL === OPENAI && env.OPENAI_API_KEY === undefined) {
      fault("OPENAI_API_KEY", "is needed for OpenAI's own server");
    }
    const model = env.OPENAI_MODEL ?? (baseURL === OPENAI ? "gpt-4.1-mini" : undefined);
    if (model === undefined)
      fault("OPENAI_MODEL", "is needed with OPENAI_BASE_URL: a model which that server has");
    // Servers of one's own often want no key; the SDK wants some.
    const apiKey = env.OPENAI_API_KEY ?? "none";
    if (!/^[\x21-\x7E]+$/.test(apiKey)) fault("OPENAI_API_KEY", "holds characters that no key has");
    const vision = env.OPENAI_VISION?.toLowerCase();
    if (vision !== undefined && vision !== "yes" && vision !== "no")
      fault("OPENAI_VISION", "must be yes or no: whether the model looks at pictures");
    return {
      apiKey,
      baseURL,
      model: model ?? "",
      embeddingModel: env.OPENAI_EMBEDDING_MODEL,
      transcriptionModel: env.OPENAI_TRANSCRIPTION_MODEL,
      vision: vision === undefined ? baseURL === OPENAI && env.OPENAI_MODEL === undefined : vision === "yes",
    };
  });

function isServer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}
