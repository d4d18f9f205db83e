/** The error in a log or a paste, and what stands around it. */
export type FoundError = {
  /** The line that says what went wrong, without time stamps and level: what to search for. */
  readonly line: string;
  /** The line as written with its stack or the lines around it, at most `CONTEXT` lines. */
  readonly context: string;
  /** Counted from 1. */
  readonly at: number;
};

const CONTEXT = 12;
/** What is looked at of each line: messages stand at the beginning, minified code has lines of megabytes. */
const LINE = 1_000;

/**
 * Finds the error that matters among any number of lines; `undefined` if none is told. Crashes weigh more than
 * logged errors, those more than failures in passing, and what programs say when they end because of an error
 * weighs least. Of equals the last counts, but of a compiler's the first: the others follow from it.
 */
export function errorIn(text: string): FoundError | undefined {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => line.replace(COLOURS, ""));
  let best: Candidate | undefined;
  for (let at = 0; at < lines.length; at++) {
    const sign = signOf(lines[at] ?? "");
    if (sign === undefined) continue;
    const found = { at, sign };
    if (best === undefined || isNearer(found, best, lines)) best = found;
  }
  if (best === undefined) return undefined;
  return {
    line: message(lines[best.at] ?? ""),
    context: around(lines, best.at),
    at: best.at + 1,
  };
}

type Sign = { readonly kind: "crash" | "compiler" | "logged" | "failure" | "epilogue" };
type Candidate = { readonly at: number; readonly sign: Sign["kind"] };

/** Heavier first. A compiler's error ends the work like a crash. */
const WEIGHT = { crash: 4, compiler: 4, logged: 3, failure: 2, epilogue: 1 } as const;

function isNearer(found: Candidate, best: Candidate, lines: readonly string[]): boolean {
  const more = WEIGHT[found.sign] - WEIGHT[best.sign];
  if (more !== 0) return more > 0;
  if (found.sign !== "compiler" || best.sign !== "compiler") return true;
  // A new run of the compiler counts anew; a run's errors stand close together.
  return lines.slice(best.at, found.at).some((line) => STARTS_AGAIN.test(line));
}

/** Of terminals: ESC and a bracket. */
const COLOURS = /\p{Cc}\[[\d;]{0,12}[A-Za-z]/gu;
const STARTS_AGAIN = /^\s*(?:\$|>|PS [A-Z]:)\s|^\[?\d{1,2}:\d\d:\d\d.{0,20}(?:[Cc]ompil|[Bb]uild|starting)/;

function signOf(whole: string): Sign["kind"] | undefined {
  const line = whole.slice(0, LINE).trim();
  if (line === "" || HARMLESS.test(line)) return undefined;
  if (EPILOGUE.test(line)) return "epilogue";
  if (COMPILER.test(line)) return "compiler";
  if (CRASH.some((pattern) => pattern.test(line))) return "crash";
  if (LOGGED.test(line)) return "logged";
  return FAILURE.test(line) ? "failure" : undefined;
}

/** They speak of errors and report none. */
const HARMLESS =
  /\b(?:0|no) (?:errors?|failures?|failed)\b|\b(?:errors?|failed)[:=] ?0\b|error[- ]?(?:handler|handling|boundary|page|log|reporting|code)s? (?:is |was )?(?:registered|installed|loaded|enabled|ready|set)|\bwithout errors?\b|\bon ?error(?:\(| resume)|\bDEBUG\b|\bTRACE\b|没有(?:错误|异常)|无错误/i;

/** What follows from an error and names none. */
const EPILOGUE =
  /^(?:npm (?:ERR!|error) (?:A complete log|Lifecycle script|command|code ELIFECYCLE|errno|Exit status|This is probably|path |syscall|workspace)|make(?:\[\d+\])?: \*\*\*|error: (?:could not compile|aborting due)|(?:[Pp]rocess|[Cc]ommand|Program).{0,60}(?:exit(?:ed)? (?:with )?(?:code|status)|returned non-zero)|exit (?:code|status) \d|BUILD FAILED|\d+ errors? (?:generated|found)|Found \d+ errors?|Error: Process completed with exit code|error Command failed with exit code|The above exception was|During handling of the above)/;

const COMPILER =
  /^[^\s:]{1,200}(?:\(\d+,\d+\)|:\d+(?::\d+)?):? (?:fatal )?error\b|: error (?:TS|CS|C|LNK)\d+:|^error(?:\[E\d+\])?: (?!could not compile|aborting due)|: undefined reference to |^[^\s:]{1,200}\.java:\d+: error:|错误\s?C\d{4}/;

const CRASH: readonly RegExp[] = [
  // Python, JavaScript: "TypeError: …", also "pkg.errors.SomeError: …" and "Uncaught (in promise) Error: …"
  /^(?:Uncaught (?:\(in promise\) )?)?(?:[A-Za-z_][\w$]{0,80}\.){0,8}[A-Z]\w{0,60}(?:Error|Exception|Interrupt|Exit|Warning: Fatal)\b(?:\s?\[\w{1,60}\])?(?::|$)/,
  /^(?:Error|error): (?=\S)/,
  // Java, Kotlin, C#
  /^(?:Exception in thread "|Caused by: |Unhandled [Ee]xception[.:]|\[ERROR\] .{0,80}Exception:)/,
  // C, Go, Rust, Ruby, PHP
  /^(?:panic: |fatal error: |thread '[^']{1,60}' panicked|Segmentation fault|Bus error|Aborted \(core|terminate called after|double free or|\*\*\* stack smashing|PHP (?:Fatal|Parse) error|Fatal error: )/,
  /\(core dumped\)|\((?:[A-Z]\w{1,40}Error)\)$/,
  // SQL
  /^(?:ERROR \d{3,5} \(\w{5}\)|ERROR:\s|psql:.{0,80}ERROR:|SQLSTATE\[|ORA-\d{5}:|Msg \d{1,6}, Level 1[1-9]|Parse error near|(?:Runtime |SQL )?[Ee]rror near line \d+)/,
  // shells and package managers
  /^(?:-?(?:ba|z|da|k)?sh: (?:line )?.{1,200}(?:not found|denied|No such file|unexpected|Permission)|.{1,120}: command not found|npm (?:ERR!|error) \S|ERROR: (?:Could not|No matching|Failed)|E: |fatal: |.{1,80} : The term '.{1,80}' is not recognized|'.{1,80}' is not recognized as an internal|'.{1,80}' 不是内部或外部命令)/,
];

const LOGGED =
  /(?:^|[\s[|(\]])(?:ERROR|FATAL|CRITICAL|SEVERE|EMERG|ALERT)(?:[\s\]|):]|$)|\blevel"?[=:]\s?"?(?:error|fatal|critical)\b|\[(?:error|fatal|crit|emerg)\]|^(?:错误|异常|致命错误)[\s:\uFF1A]|【错误】/;

const FAILURE =
  /\b(?:cannot|can't|could not|couldn't|failed to|unable to|not found|denied|refused|timed? ?out|unexpected|invalid|missing)\b|\b(?:error|exception)\b|错误|异常|失败|无法|找不到|拒绝|超时/i;

/** Time stamps, levels and the sender's name tell nothing about the error. */
function message(whole: string): string {
  let line = whole.slice(0, LINE).trim();
  for (const prefix of PREFIXES) line = line.replace(prefix, "");
  return line.slice(0, 300).trim() || whole.trim().slice(0, 300);
}

const PREFIXES: readonly RegExp[] = [
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]?[\d:.,]{0,18}(?:Z|[+-]\d\d:?\d\d)?\]?\s*/,
  /^\[?\d{1,2}:\d\d:\d\d[.,\d]{0,8}\]?\s*/,
  /^(?:\[[\w .:/-]{1,40}\]\s*){0,4}/,
  /^(?:ERROR|FATAL|CRITICAL|SEVERE)\b(?! ?\d)[\s:|-]{0,4}/,
  /^(?:\[[\w .:/-]{1,40}\]\s*){0,4}/,
  /^\([\w.-]{1,40}\)\s*|^[\w.-]{1,60}\s+-\s+/,
  /^Uncaught (?:\(in promise\) )?/,
];

/** With the stack: Python writes it above its error, the others below. */
function around(lines: readonly string[], at: number): string {
  const isFrame = (line: string | undefined) => line !== undefined && FRAME.test(line);
  let from = at;
  while (
    from > 0 &&
    at - from < CONTEXT &&
    (isFrame(lines[from - 1]) || TRACEBACK.test(lines[from - 1] ?? ""))
  )
    from--;
  if (from === at) from = Math.max(0, at - 2);
  let to = at;
  while (to + 1 < lines.length && to - at < CONTEXT && isFrame(lines[to + 1])) to++;
  if (to === at) to = Math.min(lines.length - 1, at + 2);
  const shown = lines.slice(from, to + 1).map((line) => line.slice(0, 300));
  // The end of a stack above the error and the beginning of one below are nearest to it.
  const room = shown.length - CONTEXT;
  return (room <= 0 ? shown : at - from > to - at ? shown.slice(room) : shown.slice(0, CONTEXT))
    .join("\n")
    .trim();
}

const FRAME = /^\s+\S|^\s*at |^\s*\^|^\s*\.\.\. \d+ more|^Caused by: /;
const TRACEBACK = /^Traceback \(most recent call last\)/;
