import { type ChatMessage, type LanguageModel, ModelError } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import type { Found, Passage } from "../../knowledge/passage.ts";
import { createEvidence } from "../guard/evidence.ts";
import { guard, type Rules, type Verdict } from "../guard/guard.ts";
import { hosts } from "../guard/hosts.ts";
import { createLeakCheck } from "../guard/leak.ts";
import { ready } from "../guard/ready.ts";
import { limits } from "../limits.ts";
import type { Answer, Question } from "../question.ts";
import { citation } from "../quoting/render.ts";
import { unknown } from "../quoting/unknown.ts";
import { type HintStep, hintLead } from "../teaching/hint.ts";
import { givesAway, holdsSolution } from "../teaching/solution.ts";
import { createBreaker } from "./breaker.ts";
import type { Budget, Reservation } from "./budget.ts";
import { type Deadlines, listen } from "./listen.ts";
import { fitting, NO_ANSWER, prompt, systemPrompt } from "./prompt.ts";
import { tokens } from "./tokens.ts";

export type AskerOptions = {
  readonly model: LanguageModel;
  readonly budget: Budget;
  readonly articleUrl: (passage: Passage) => string;
  readonly allowedHosts: readonly string[];
  readonly deadlines: Deadlines;
  readonly now: () => number;
  readonly log: Log;
  /** Unguessable; stands in the instructions and nowhere else. */
  readonly canary: string;
};

/** A draft that may be shown, or last the answer; `undefined` when the model has none that may be shown. */
export type Asked = { readonly draft: string } | { readonly answer: Answer | undefined };

/**
 * Asks the model within budget and deadlines, which count from `since`, when the turn began. Everything that goes
 * wrong ends in `undefined`; it never throws.
 */
export function createAsker(
  options: AskerOptions,
): (question: Question, found: Found, since: number, hinting?: Hinting) => AsyncIterable<Asked> {
  const { budget, log, canary } = options;
  const seesPictures = options.model.seesPictures === true;
  const breaker = createBreaker(options.now);
  const system = systemPrompt(canary);
  const leaks = createLeakCheck(system, canary);

  return async function* ask(question, found, since, hinting) {
    const passages = fitting(found.hits.map(({ passage }) => passage));
    const told = { question, passages, system, isGraded: hinting !== undefined, seesPictures };
    const messages = prompt(told);
    const cost = messages.reduce((sum, message) => sum + costOf(message), 0);
    const reservation = await budget.reserve(question, cost + limits.replyTokens);
    if (reservation === undefined) {
      log.warn("model over budget");
      return yield { answer: undefined };
    }
    if (!breaker.ready()) {
      await reservation.settle(0);
      return yield { answer: undefined };
    }

    const rules = rulesOf(question, passages);
    const bill = createBill(reservation, cost);
    let shown = "";
    try {
      const request = { messages, maxTokens: limits.replyTokens };
      const { firstByteMs, wholeMs } = options.deadlines;
      const left = { firstByteMs, wholeMs: wholeMs - Math.max(0, options.now() - since) };
      for await (const heard of listen(options.model, request, left)) {
        if ("soFar" in heard) {
          const grown = heard.soFar.slice(bill.heard.length);
          bill.heard = heard.soFar;
          if (!MAY_END.test(grown)) continue;
          const complete = ready(heard.soFar);
          if (complete.length <= shown.length) continue;
          shown = complete;
          const verdict = guard(complete, rules);
          // A hint is shown when it is known to be one.
          if (verdict.ok && hinting === undefined) yield { draft: verdict.text };
          continue;
        }
        bill.used = heard.tokens;
        breaker.worked();
        const verdict =
          heard.end === "stop" ? judge(heard.text, rules) : { ok: false as const, why: heard.end };
        if (!verdict.ok) log.warn("model answer not shown", { why: verdict.why });
        const answer = toAnswer(verdict, question, found, passages);
        yield { answer: hinting && answer?.found ? asHint(answer, question, passages, hinting) : answer };
      }
    } catch (error) {
      const fault = error instanceof ModelError ? error : undefined;
      breaker.failed(fault?.retryAfterMs);
      log.warn("model failed", { fault: fault?.fault ?? "unexpected" });
      yield { answer: undefined };
    } finally {
      await bill.pay();
    }
  };

  function rulesOf(question: Question, passages: readonly Passage[]): Rules {
    const sent = question.files?.materials.flatMap(({ name, text }) => [name, text]) ?? [];
    const said = [question.text, ...sent, ...question.history.map(({ text }) => text)];
    const evidence = createEvidence(passages, said);
    const always = new Set(options.allowedHosts.map((host) => host.toLowerCase()));
    const named = passages.map(({ text }) => new Set(hosts(text)));
    const allowed: Rules["allowed"] = (host, cited) =>
      always.has(host.toLowerCase()) || cited.some((number) => named[number - 1]?.has(host.toLowerCase()));
    return { evidence, allowed, leaks, language: question.reading.language };
  }

  function toAnswer(
    verdict: Judged,
    question: Question,
    found: Found,
    passages: readonly Passage[],
  ): Answer | undefined {
    if (!verdict.ok)
      return verdict.why === "unknown" ? unknown(question, found, options.articleUrl) : undefined;
    const cited = verdict.used.flatMap((number) => passages[number - 1] ?? []);
    return {
      text: verdict.text,
      citations: cited.map((passage, index) => citation(passage, index + 1, options.articleUrl(passage))),
      found: true,
      sure: found.sure,
      escalate: cited.some(({ article }) => article.escalate),
      by: "model",
    };
  }
}

/** Graded work: which hint it is, and what of the course may not be told. */
export type Hinting = { readonly step: HintStep; readonly withheld: readonly Passage[] };

/** `undefined` where the model gave the solution away. */
function asHint(
  answer: Answer,
  question: Question,
  passages: readonly Passage[],
  { step, withheld }: Hinting,
): Answer | undefined {
  if (holdsSolution(answer.text, passages, withheld.filter(givesAway))) return undefined;
  return { ...answer, text: `${hintLead(question, step)}\n\n${answer.text}` };
}

function costOf({ content, pictures = [] }: ChatMessage): number {
  return tokens(content) + pictures.length * limits.pictureTokens;
}

/** Without one of these nothing can have become complete: most pieces are a word or two. */
const MAY_END = /[\s.!?`\u2026\u3002\uFF01\uFF1F]/;

type Judged = Verdict | { readonly ok: false; readonly why: "length" | "refused" };

function judge(text: string, rules: Rules): Judged {
  return text.trim().startsWith(NO_ANSWER) ? { ok: false, why: "unknown" } : guard(text, rules);
}

/** What a call cost, also when it broke off: then what was sent and heard. */
function createBill(reservation: Reservation, cost: number) {
  return {
    heard: "",
    used: undefined as number | undefined,
    async pay() {
      await reservation.settle(this.used ?? cost + tokens(this.heard));
    },
  };
}
