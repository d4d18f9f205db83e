/** The few words that stand on a message besides what the core says. */
type Words = {
  readonly basis: { readonly course: string; readonly unsure: string };
  readonly updated: (date: string) => string;
};

const en: Words = {
  basis: { course: "From the course material", unsure: "Not sure" },
  updated: (date) => `updated ${date}`,
};

const zh: Words = {
  basis: { course: "来自课程资料", unsure: "不确定" },
  updated: (date) => `更新于 ${date}`,
};

export function words(language: string | undefined): Words {
  return language?.startsWith("zh") ? zh : en;
}
