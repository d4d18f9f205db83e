/** The few words that the adapter itself writes, in the language of the message. */
const en = {
  basis: { course: "From the course material", unsure: "Not sure" },
  sources: "Sources",
};
const zh: typeof en = {
  basis: { course: "来自课程资料", unsure: "不确定" },
  sources: "来源",
};

export function words(language: string | undefined): typeof en {
  return language?.startsWith("zh") ? zh : en;
}
