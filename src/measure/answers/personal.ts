import { z } from "zod";
import { type Personal, personalIn } from "../../privacy/personal.ts";
import { readLines } from "../dataset.ts";
import { round } from "./mean.ts";

const ROW = z.object({
  text: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })),
});

/** How data sets call what we look for. What is not here is not looked for: ages, dates, titles, places, firms. */
const TYPES: Readonly<Record<string, Personal>> = {
  EMAIL: "email",
  EMAIL_ADDRESS: "email",
  PHONE: "phone",
  PHONE_NUMBER: "phone",
  BANK_CARD: "bankCard",
  CREDIT_CARD: "bankCard",
  IBAN_CODE: "iban",
  ID_CARD: "idCard",
  US_SSN: "ssn",
  STUDENT_ID: "studentNumber",
  PASSWORD: "password",
  WECHAT: "account",
  QQ: "account",
  IP: "ip",
  IP_ADDRESS: "ip",
  ADDRESS: "address",
  STREET_ADDRESS: "address",
  PERSON: "name",
};

type Counts = { right: number; missed: number; wrong: number };

/** By kind: precision and recall; what overlaps with a labelled span of the kind is right. */
export async function evaluatePersonal(file: string): Promise<Record<string, Record<string, number>>> {
  const counts = new Map<Personal, Counts>();
  const of = (type: Personal): Counts => {
    const known = counts.get(type) ?? { right: 0, missed: 0, wrong: 0 };
    counts.set(type, known);
    return known;
  };
  for (const { text, spans } of await readLines(file, ROW)) {
    const labelled = spans.flatMap(({ type, ...span }) => {
      const ours = TYPES[type];
      return ours === undefined ? [] : [{ ...span, type: ours }];
    });
    const found = personalIn(text);
    const same = (a: (typeof labelled)[number], b: (typeof labelled)[number]) =>
      a.type === b.type && a.start < b.end && b.start < a.end;
    for (const span of labelled) of(span.type)[found.some((one) => same(one, span)) ? "right" : "missed"]++;
    for (const span of found) if (!labelled.some((one) => same(one, span))) of(span.type).wrong++;
  }
  return Object.fromEntries(
    [...counts].map(([type, { right, missed, wrong }]) => [
      type,
      {
        labelled: right + missed,
        precision: round(right / Math.max(1, right + wrong)),
        recall: round(right / Math.max(1, right + missed)),
      },
    ]),
  );
}
