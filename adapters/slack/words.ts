/** The few words that stand on a message besides what the core says, and on the pages of the installation. */
type Words = {
  readonly basis: { readonly course: string; readonly unsure: string };
  readonly updated: (date: string) => string;
  /** A form could not be opened in time. */
  readonly again: string;
  readonly installed: (team: string) => string;
  readonly notInstalled: string;
  readonly notForOrganisations: string;
};

const en: Words = {
  basis: { course: "From the course material", unsure: "Not sure" },
  updated: (date) => `updated ${date}`,
  again: "That took too long to open. Please press again.",
  installed: (team) => `Deskmate is installed in ${team}. You can close this page.`,
  notInstalled: "Deskmate was not installed. Please begin again at /slack/install, in the same browser.",
  notForOrganisations: "Please install Deskmate in one workspace, not in the whole organisation.",
};

const zh: Words = {
  basis: { course: "来自课程资料", unsure: "不确定" },
  updated: (date) => `更新于 ${date}`,
  again: "打开得太慢了，请再点一次。",
  installed: (team) => `Deskmate 已装进 ${team}，可以关掉这个页面了。`,
  notInstalled: "没有装上。请用同一个浏览器从 /slack/install 重新开始。",
  notForOrganisations: "请装到一个工作区里，不要装到整个组织。",
};

export function words(language: string | undefined): Words {
  return language?.startsWith("zh") ? zh : en;
}
