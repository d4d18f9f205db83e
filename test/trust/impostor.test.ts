import { describe, expect, test } from "vitest";
import type { Log } from "#ports/platform.ts";
import { Api } from "../../adapters/discord/speaking/api.ts";
import { createClient } from "../../adapters/slack/calls/client.ts";
import { fetchFile } from "../../adapters/slack/hearing/fetch-file.ts";
import { boundedFetch } from "../../adapters/teams/bounded-fetch.ts";
import { createImpostor } from "../fakes/impostor.ts";
import { MemoryHost } from "../web/memory-host.ts";

const SECRET = "CANARY";
const nothing = () => undefined;
const log: Log = { info: nothing, warn: nothing, error: nothing };

const ways: Readonly<Record<string, (origin: string) => Promise<unknown>>> = {
  "a file of Slack's": (origin) =>
    fetchFile({ id: "F1", url_private: `${origin}/files-pri/F1/a.png` }, () => Promise.reject(new Error()), {
      token: { use: async () => SECRET, refused: nothing },
      filesOrigin: origin,
      host: new MemoryHost(),
    }),
  "Slack's methods": async (origin) =>
    (await createClient(`${origin}/api/`, 2000)).apiCall("auth.test", { token: SECRET }),
  "Discord's API": (origin) =>
    new Api({ token: SECRET, apiUrl: `${origin}/api` } as never, Date.now, log).call("GET", "/users/@me"),
  "a picture in Teams": (origin) =>
    boundedFetch(
      `${origin}/v3/attachments/1/views/original`,
      { bytes: 100, ms: 2000 },
      { headers: { authorization: `Bearer ${SECRET}` } },
    ),
};

describe("S33, I22 a name that leads elsewhere, as after a rebinding: nobody but the platform gets a credential", () => {
  test.each(Object.entries(ways))("%s", async (_, ask) => {
    const { origin, heard } = await createImpostor();
    const error = await ask(origin).then(
      () => "answered",
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    expect(heard).toEqual([]);
  });
});
