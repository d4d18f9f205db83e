import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProcess } from "../src/measure/speed/process.ts";
import { WebClient } from "../src/measure/speed/web-client.ts";

const bin = resolve("src/bin.mjs");
let folder: string;
let settings: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "deskmate-commands-"));
  settings = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: resolve("knowledge"), NO_COLOR: "1", PATH: "" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function deskmate(args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...settings, ...env },
    timeout: 30_000,
  });
}

test.each([
  "start",
  "ask",
  "index",
  "doctor",
  "eval",
  "eval retrieval",
  "eval course",
  "fit",
  "bench",
  "manifest",
  "tickets",
  "tickets show",
])("%s explains itself with --help", (command) => {
  const { stdout, status } = deskmate([...command.split(" "), "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(`deskmate ${command}`);
});

test("a reader that goes away is no fault", () => {
  const { stderr, status } = spawnSync(
    "/bin/sh",
    ["-c", '"$0" "$1" manifest slack | :', process.execPath, bin],
    {
      cwd: folder,
      encoding: "utf8",
      env: settings,
      timeout: 30_000,
    },
  );
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
});

describe("ask", () => {
  test("prints answer, sources, how sure and how long", () => {
    const { stdout, status } = deskmate(["ask", "How do I center a div with flexbox?", "--json"]);
    const answer = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(answer).toMatchObject({ language: "en", found: true, by: "quote" });
    expect(answer.sure).toBeGreaterThan(0.5);
    expect(answer.milliseconds).toBeGreaterThan(0);
    expect(answer.citations[0]).toMatchObject({
      number: 1,
      path: expect.any(Array),
      url: expect.stringContaining("/articles/"),
    });
  });

  test("answers a Chinese question in Chinese", () => {
    const { stdout } = deskmate(["ask", "退款要多久到账？", "--json"]);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ language: "zh", found: true });
    expect(answer.answer).toMatch(/退款/);
  });

  test("says that it does not know what no article holds", () => {
    const { stdout } = deskmate(["ask", "Who won the football world cup in 1974?"]);
    expect(stdout).toContain("I don't know this one");
  });
});

describe("manifest", () => {
  test("prints what Slack is told about the app", () => {
    const { stdout, status } = deskmate(["manifest", "slack"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ settings: { socket_mode_enabled: true } });
  });

  test("names those that there are, when it is asked for another", () => {
    const { stderr, status } = deskmate(["manifest", "web"]);
    expect(status).toBe(2);
    expect(stderr).toContain("slack");
  });
});

describe("index", () => {
  test("names the files that it skipped and counts the rest", () => {
    const articles = mkdtempSync(join(folder, "articles-"));
    writeFileSync(join(articles, "good.md"), "---\ntitle: Good\n---\n\nA good article about loops.\n");
    writeFileSync(join(articles, "broken.md"), "---\ntitle: [unclosed\n---\n\nText.\n");
    writeFileSync(join(articles, "binary.md"), Buffer.from([0, 159, 146, 150, 0, 1, 2, 3]));
    const { stdout, status } = deskmate(["index", articles, "--json"], {
      DATA_DIR: join(folder, "data-index"),
    });
    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(report).toMatchObject({ articles: 1, skipped: 2 });
    expect(report.skippedFiles.map(({ path }: { path: string }) => path).sort()).toEqual([
      "binary.md",
      "broken.md",
    ]);
  });
});

describe("eval retrieval", () => {
  test("prints one object with every figure", () => {
    const corpus = join(folder, "corpus.jsonl");
    const queries = join(folder, "queries.jsonl");
    const documents = [
      { id: "a", lang: "en", title: "Loops", text: "A loop repeats a block of code.", in_kb: true },
      { id: "b", lang: "en", title: "Refunds", text: "Money goes back within five days.", in_kb: false },
    ];
    const questions = [
      {
        id: "q1",
        set: "s",
        lang: "en",
        query: "what does a loop repeat",
        rel: { a: 1 },
        answerable_masked: true,
      },
      {
        id: "q2",
        set: "s",
        lang: "en",
        query: "when does my money go back",
        rel: { b: 1 },
        answerable_masked: false,
      },
    ];
    writeFileSync(corpus, documents.map((row) => JSON.stringify(row)).join("\n"));
    writeFileSync(queries, questions.map((row) => JSON.stringify(row)).join("\n"));
    const plain = JSON.parse(
      deskmate(["eval", "retrieval", "--corpus", corpus, "--queries", queries, "--json"]).stdout,
    );
    expect(plain).toMatchObject({
      queries: 2,
      documents: 2,
      "hit@1": 1,
      "hit@3": 1,
      "mrr@10": 1,
      "ndcg@10": 1,
      "recall@10": 1,
    });
    const masked = deskmate([
      "eval",
      "retrieval",
      "--corpus",
      corpus,
      "--queries",
      queries,
      "--masked",
      "--json",
    ]);
    expect(Object.keys(JSON.parse(masked.stdout))).toEqual(
      expect.arrayContaining(["auroc", "refusedUnanswerable", "answeredAnswerable", "p50ms", "p99ms"]),
    );
  });

  test("names the file and the line of a row that it can't read, and exits with 2", () => {
    const corpus = join(folder, "broken.jsonl");
    writeFileSync(corpus, '{"id":"a","lang":"en","text":"x"}\n{oops\n');
    const { stderr, status } = deskmate(["eval", "retrieval", "--corpus", corpus, "--queries", corpus]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/broken\.jsonl.*2/);
  });
});

describe("tickets", () => {
  test("are listed and shown beside a process that runs", { timeout: 90_000 }, async () => {
    const data = join(folder, "data-tickets");
    const running = await startProcess({ ...settings, DATA_DIR: data, PORT: "0" });
    const { client, at } = await WebClient.student(running.base);
    client.read(at);
    await client.post({ at, id: "a1b2c3d4", type: "message", text: "Can I talk to a person? <b>please</b>" });
    await expect
      .poll(() => client.at(at).some(({ tone }) => tone === "status"), { timeout: 20_000 })
      .toBe(true);
    await client.close();
    const listed = deskmate(["tickets", "--unclaimed", "--student", "guest"], { DATA_DIR: data }).stdout;
    expect(listed).toMatch(/#1 {2}Guest \w+ {2}waiting for a person/);
    const page = deskmate(["tickets", "show", "1", "--format", "html"], { DATA_DIR: data }).stdout;
    expect(page).toContain("&lt;b&gt;please&lt;/b&gt;");
    await running.stop();
  });

  test("that are not there are told in words, with exit code 2", () => {
    const nowhere = deskmate(["tickets"], { DATA_DIR: join(folder, "nothing-yet") });
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining("start Deskmate once")]);
  });
});

describe("what stands in the way of a start is said, with exit code 2", () => {
  test("every wrong setting at once, without its value", () => {
    const { stderr, status } = deskmate(["start"], {
      PORT: "eighty",
      DESK_LANGUAGE: "fr",
      PUBLIC_URL: "not-an-address",
      OPENAI_BASE_URL: "ftp://user:hunter2@host",
      WEB_JWT_SECRET: "short",
    });
    expect(status).toBe(2);
    for (const setting of ["PORT", "DESK_LANGUAGE", "PUBLIC_URL", "OPENAI_BASE_URL", "WEB_JWT_SECRET"])
      expect(stderr).toContain(setting);
    expect(stderr).not.toContain("hunter2");
  });

  test("a port that is taken", async () => {
    const server = createServer();
    const port = await new Promise<number>((done) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        done(typeof address === "object" && address ? address.port : 0);
      });
    });
    const { stderr, status } = deskmate(["start"], {
      PORT: String(port),
      DATA_DIR: join(folder, "data-port"),
    });
    server.close();
    expect(status).toBe(2);
    expect(stderr).toContain(`port ${port} is taken`);
  });

  test("S41: another process on the same data", async () => {
    const data = join(folder, "data-twice");
    const first = await startProcess({ ...settings, DATA_DIR: data, PORT: "0" });
    const { stderr, status } = deskmate(["start"], { DATA_DIR: data, PORT: "0" });
    await first.stop();
    expect(status).toBe(2);
    expect(stderr).toContain("another Deskmate already runs");
  });

  test("a data folder that can't be made", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { stderr, status } = deskmate(["start"], { DATA_DIR: join(file, "data"), PORT: "0" });
    expect(status).toBe(2);
    expect(stderr).toContain(file);
  });
});

test("doctor names what is on and off, and how to mend it", () => {
  const { stdout, status } = deskmate(["doctor", "--json"], { DATA_DIR: join(folder, "data-doctor") });
  const checks = JSON.parse(stdout) as { name: string; state: string; mend?: string }[];
  expect(status).toBe(0);
  expect(checks.find(({ name }) => name === "Model")).toMatchObject({
    state: "off",
    mend: expect.stringContaining("OPENAI_API_KEY"),
  });
  expect(checks.find(({ name }) => name === "Knowledge base")).toMatchObject({ state: "ok" });
});

test("doctor finds a model server that does not answer", () => {
  const { stdout, status } = deskmate(["doctor"], {
    OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
    OPENAI_MODEL: "m",
  });
  expect(status).toBe(2);
  expect(stdout).toMatch(/✗ Model.*OPENAI_BASE_URL/);
});

test("S41: a second signal ends it at once", async () => {
  const running = await startProcess({ ...settings, DATA_DIR: join(folder, "data-signal"), PORT: "0" });
  const started = performance.now();
  running.process.kill("SIGTERM");
  await running.stop();
  expect(performance.now() - started).toBeLessThan(5000);
});
