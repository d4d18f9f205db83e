/** Writes British spellings as American ones, so that both find each other. */

/** Words in `-our`, `-re`, `-ogue` and others that follow no rule; endings such as `-ed` are left as they are. */
const WORDS: readonly (readonly [british: string, american: string])[] = [
  ["colour", "color"],
  ["behaviour", "behavior"],
  ["favour", "favor"],
  ["neighbour", "neighbor"],
  ["honour", "honor"],
  ["labour", "labor"],
  ["flavour", "flavor"],
  ["humour", "humor"],
  ["rumour", "rumor"],
  ["harbour", "harbor"],
  ["centred", "centered"],
  ["centre", "center"],
  ["centring", "centering"],
  ["metre", "meter"],
  ["litre", "liter"],
  ["theatre", "theater"],
  ["fibre", "fiber"],
  ["calibre", "caliber"],
  ["catalogue", "catalog"],
  ["dialogue", "dialog"],
  ["analogue", "analog"],
  ["licence", "license"],
  ["defence", "defense"],
  ["practise", "practice"],
  ["grey", "gray"],
  ["cheque", "check"],
  ["enrolment", "enrollment"],
  ["instalment", "installment"],
  ["travell", "travel"],
  ["cancell", "cancel"],
  ["modell", "model"],
  ["labell", "label"],
  ["analyse", "analyze"],
  ["analysing", "analyzing"],
  ["spelt", "spelled"],
  ["learnt", "learned"],
];

const byStart = Map.groupBy(WORDS, ([british]) => british.slice(0, 3));

/** Here a longer word is another one: `programmer`. */
const WHOLE = new Map(
  Object.entries({
    enrol: "enroll",
    enrols: "enrolls",
    programme: "program",
    programmes: "programs",
  }),
);

/** `-ise` in these is no ending. */
const KEPT = new Set(
  `exerc otherw prom prec adv rev surpr compr comprom enterpr franch expert prem conc disgu likew superv improv dev
  advert telev merchand parad treat dem desp unw clockw counterclockw anticlockw stepw`.split(/\s+/),
);

/** Takes and gives lower-case letters; a word that has no British spelling comes back as it is. */
export function american(word: string): string {
  if (word.length < 4) return word;
  const whole = WHOLE.get(word);
  if (whole !== undefined) return whole;
  const rule = byStart.get(word.slice(0, 3))?.find(([british]) => word.startsWith(british));
  if (rule) return rule[1] + word.slice(rule[0].length);
  return word.length > 6 && word.includes("is") ? americanIse(word) : word;
}

const ISE = /^([a-z]{3,})is(e|es|ed|er|ers|ing|ation|ations)$/;

function americanIse(word: string): string {
  const parts = ISE.exec(word);
  return parts && !KEPT.has(parts[1] ?? "") ? `${parts[1]}iz${parts[2]}` : word;
}
