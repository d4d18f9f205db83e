import { Argument, Command, Option } from "commander";
import { failed } from "./commands/terminal.ts";
import type { TaskName } from "./measure/understanding/evaluate.ts";

// Each command is loaded when it is called: a start need not read what only measuring needs.
const program = new Command("deskmate")
  .description("The support desk of a learning community: answers with sources, hands over to people.")
  .showHelpAfterError();

program
  .command("start")
  .description("run Deskmate until it is stopped")
  .action(async () => (await import("./commands/start.ts")).startCommand());

program
  .command("ask")
  .description("answer one question on the terminal")
  .argument("<question>", "the student's words")
  .option("--json", "print one JSON object")
  .action(async (question, options) => (await import("./commands/ask.ts")).ask(question, options));

program
  .command("index")
  .description("bring the index of the knowledge base up to date")
  .argument("[folder]", "folder of articles; KNOWLEDGE_DIR without it")
  .option("--json", "print one JSON object")
  .action(async (folder, options) =>
    (await import("./commands/index-folder.ts")).indexFolder(folder, options),
  );

program
  .command("doctor")
  .description("say what is configured, what is missing, and how to mend it")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/doctor.ts")).doctor(options));

const tickets = program
  .command("tickets")
  .description("list the cases that people have, or those that are asked for")
  .option("--mine <name>", "those that this person has, by name or id")
  .option("--unclaimed", "those that nobody has yet")
  .option("--overdue", "those whose student waits for too long")
  .option("--student <text>", "those of a student, by a part of the name, also closed ones")
  .addOption(new Option("--state <state>").choices(["bot", "waiting", "human", "resolved"]))
  .option("--json", "print one JSON list")
  .action(async (options) => (await import("./commands/tickets.ts")).tickets(options));

tickets
  .command("show")
  .description("print one case whole")
  .argument("<number>", "the ticket's number")
  .addOption(new Option("--format <format>").choices(["markdown", "json", "html"]).default("markdown"))
  .option("--notes", "with what staff wrote to each other")
  .action(async (number, options) => (await import("./commands/tickets.ts")).showTicket(number, options));

program
  .command("manifest")
  .description("print the app's manifest or invite link for a platform, or write its app package")
  .argument("<platform>", "slack, discord or teams")
  .action(async (platform) => (await import("./commands/manifest.ts")).manifest(platform));

const evaluation = program.command("eval").description("measure Deskmate on files of labelled data");

evaluation
  .command("retrieval")
  .description("rank the documents of a corpus for questions whose right documents are known")
  .requiredOption("--corpus <file>", "documents, .jsonl or .jsonl.gz")
  .requiredOption("--queries <file>", "questions, .jsonl or .jsonl.gz")
  .addOption(relevance())
  .option("--history", "give the earlier turns to the search", false)
  .option("--masked", "index only documents with in_kb, and measure refusal", false)
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).retrieval(options));

evaluation
  .command("ranking")
  .description("rank by the plain index, by SQLite's FTS5 and by the complete search, side by side")
  .requiredOption("--corpus <file>", "documents, .jsonl or .jsonl.gz")
  .requiredOption("--queries <file>", "questions, .jsonl or .jsonl.gz")
  .addOption(relevance())
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).ranking(options));

evaluation
  .command("course")
  .description("answer labelled questions to a course without a model: right section, and refusal")
  .requiredOption("--questions <file>", "questions with the sections that answer them, .jsonl or .jsonl.gz")
  .option("--folder <folder>", "the course's articles", "knowledge")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).course(options));

for (const [task, measures] of Object.entries({
  mood: "moods of messages, or praise against complaint",
  language: "languages of messages",
  "wants-person": "messages that ask for a person",
  crisis: "messages about danger to somebody",
  satisfaction: "turns of users who were not content with the answer before",
  handoff: "messages that a person should take, asked for or not",
} satisfies Record<TaskName, string>) as [TaskName, string][])
  evaluation
    .command(task)
    .description(`measure understanding: ${measures}`)
    .requiredOption("--data <file>", "labelled messages, .jsonl or .jsonl.gz, or a folder of them")
    .option("--json", "print one JSON object")
    .action(async (options) =>
      (await import("./commands/understanding/evaluate.ts")).understanding(task, options),
    );

program
  .command("train")
  .description("learn the weights behind the understanding anew, and say how good they are on held-out rows")
  .requiredOption("--data <folder>", "folder with dev/, corpora/ and train/")
  .option("--check", "only compare with the weights that are there", false)
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/understanding/train.ts")).trainCommand(options));

program
  .command("read")
  .description("show what is understood of a message, and what would be done and why")
  .argument("<messages...>", "the student's words; several are one conversation, the last is read")
  .option("--json", "print one JSON object")
  .action(async (messages, options) =>
    (await import("./commands/understanding/read.ts")).read(messages, options),
  );

evaluation
  .command("answers")
  .description(
    "answer questions over their passages: groundedness, citations, refusal; with a model too if one is set",
  )
  .requiredOption("--data <file>", "turns, noise tests or judged answers, .jsonl or .jsonl.gz")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/answers/evaluate.ts")).answers(options));

evaluation
  .command("pii")
  .description("find personal data in labelled texts: precision and recall by kind")
  .requiredOption("--data <file>", "texts with spans, .jsonl or .jsonl.gz")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/answers/evaluate.ts")).personal(options));

evaluation
  .command("injection")
  .description(
    "place attacks in question, article, file and history before a model that obeys: what gets out",
  )
  .requiredOption("--data <file>", "attacks, .jsonl or .jsonl.gz")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/answers/evaluate.ts")).injection(options));

evaluation
  .command("ocr")
  .description("read pictures beside which their text stands: share of characters, time, memory")
  .option("--folder <folder>", "a.png with a.txt", "test/materials/screenshots")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/answers/evaluate.ts")).ocr(options));

program
  .command("replay")
  .description(
    "answer recorded questions with two settings, side by side; ends with 1 if the second is worse",
  )
  .argument("<first>", "a file of settings like .env, or a folder of articles")
  .argument("<second>", "what shall replace it")
  .requiredOption("--questions <file>", "questions, with the articles that answer them if known, .jsonl")
  .option("--json", "print one JSON object")
  .action(async (first, second, options) =>
    (await import("./commands/answers/replay.ts")).replay(first, second, options),
  );

evaluation
  .command("intents")
  .description("tell intents by the nearest of labelled utterances, and what has none")
  .requiredOption("--data <file>", "utterances to be judged, .jsonl or .jsonl.gz")
  .requiredOption("--corpus <file>", "labelled utterances, .jsonl or .jsonl.gz")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).intents(options));

program
  .command("fit")
  .description('fit the probabilities behind "not sure" on labelled data, and print the weights')
  .requiredOption("--data <folder>", "folder with dev/ and corpora/")
  .requiredOption("--questions <file>", "questions to a course, as for eval course")
  .option("--folder <folder>", "the course's articles", "knowledge")
  .action(async (options) => (await import("./commands/evaluate.ts")).fit(options));

const benches = program
  .command("bench")
  .description("measure speed and memory on this machine, without a model")
  .addArgument(
    new Argument("[part...]", "what to measure; everything without it").choices([
      "http",
      "spine",
      "indexing",
      "understanding",
      "desk",
      "relay",
      "slack",
      "discord",
      "teams",
    ]),
  )
  .option("--json", "print one JSON object")
  .action(async (names, options) => (await import("./commands/bench.ts")).bench(names, options));

benches
  .command("search")
  .description("compare the search with FTS5, MiniSearch, Orama and FlexSearch on made articles")
  .option("--sizes <numbers>", "how many passages", numbers, [10_000, 100_000, 1_000_000])
  .option("--engines <names...>", "only these engines")
  .option("--questions <number>", "how many are asked at each size", Number, 500)
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/bench-search.ts")).benchSearch(options));

// Whoever pipes into `head` has read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  failed(error);
}

/** `10000,100000` → the numbers. */
function numbers(text: string): number[] {
  return text.split(",").map(Number);
}

function relevance(): Option {
  return new Option("--relevance <field>", "the field that names the right documents")
    .choices(["rel", "rel_cross", "rel_article"])
    .default("rel");
}
