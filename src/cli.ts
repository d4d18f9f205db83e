import { Command, Option } from "commander";
import { failed } from "./commands/terminal.ts";

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

const evaluation = program.command("eval").description("measure Deskmate on files of labelled data");

evaluation
  .command("retrieval")
  .description("rank the documents of a corpus for questions whose right documents are known")
  .requiredOption("--corpus <file>", "documents, .jsonl or .jsonl.gz")
  .requiredOption("--queries <file>", "questions, .jsonl or .jsonl.gz")
  .addOption(
    new Option("--relevance <field>", "the field that names the right documents")
      .choices(["rel", "rel_cross", "rel_article"])
      .default("rel"),
  )
  .option("--history", "give the earlier turns to the search", false)
  .option("--masked", "index only documents with in_kb, and measure refusal", false)
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).retrieval(options));

evaluation
  .command("course")
  .description("answer labelled questions to a course without a model: right section, and refusal")
  .requiredOption("--questions <file>", "questions with the sections that answer them, .jsonl or .jsonl.gz")
  .option("--folder <folder>", "the course's articles", "knowledge")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/evaluate.ts")).course(options));

program
  .command("fit")
  .description('fit the probabilities behind "not sure" on labelled data, and print the weights')
  .requiredOption("--data <folder>", "folder with dev/ and corpora/")
  .requiredOption("--questions <file>", "questions to a course, as for eval course")
  .option("--folder <folder>", "the course's articles", "knowledge")
  .action(async (options) => (await import("./commands/evaluate.ts")).fit(options));

program
  .command("bench")
  .description("measure speed and memory on this machine, without a model")
  .option("--json", "print one JSON object")
  .action(async (options) => (await import("./commands/bench.ts")).bench(options));

try {
  await program.parseAsync();
} catch (error) {
  failed(error);
}
