import type { WireSessions } from "../../wire.ts";

/** The sessions after a sign-in, with the session itself where no cookie carries it. */
export type SignedIn = WireSessions & { readonly session?: string };

/** Signs in with a token of the course site, or without one as somebody unknown. */
export async function signIn(
  wish: { token?: string; carry: "cookie" | "header" },
  session?: string,
): Promise<SignedIn | undefined> {
  const headers = {
    "Content-Type": "application/json",
    ...(session === undefined ? {} : { Authorization: `Bearer ${session}` }),
  };
  try {
    const response = await fetch("/session", { method: "POST", headers, body: JSON.stringify(wish) });
    return response.ok ? ((await response.json()) as SignedIn) : undefined;
  } catch {
    return undefined;
  }
}

/** A course site may link to the page with `#token=…`, which browsers send to nobody. */
export async function signInWithToken(): Promise<SignedIn | undefined> {
  const token = /^#token=([\w.-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return undefined;
  history.replaceState(undefined, "", location.pathname);
  return await signIn({ token, carry: "cookie" });
}
