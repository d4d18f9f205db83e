import type { filesEn } from "./files.en.ts";

/** 关于学生发来的文件要说的话（中文）。 */
export const filesZh = {
  unread: {
    empty: (name) => `「${name}」是空的，麻烦重新发一次。`,
    tooLarge: (name) => `「${name}」太大了，我读不了。可以只发关键的部分，或者把报错信息复制成文字发给我。`,
    tooMany: (name) => `一次发的文件太多，「${name}」我还没看，请单独发一下。`,
    broken: (name) => `「${name}」打不开，文件可能损坏了。请重新发一次，或者把内容复制成文字。`,
    locked: (name) => `「${name}」设了密码，请发一份没有密码的。`,
    noText: (name) => `「${name}」里的文字我没能认出来。可以发一张更清晰的截图，或者直接把文字复制过来。`,
    unknown: (name) => `「${name}」这种文件我打不开。我能看截图（PNG、JPEG）、PDF、Word、代码和文本文件。`,
    slow: (name) => `「${name}」读得太久了。请只截取一部分发给我，或者把文字复制过来。`,
    gone: (name) => `「${name}」已经取不到了，麻烦重新发一次。`,
    voice: (name) => `「${name}」是语音，我听不了。请把想问的打成文字发给我。`,
    video: (name) => `「${name}」是视频，我看不了。请截一张出问题的画面，再用几句话说明一下。`,
  },
  link: "链接我打不开。请把关键的内容复制过来，或者发一张截图。",
  whatAboutFile: (name) => `「${name}」我看过了。关于它你想问什么？`,
  personal: {
    key: "密钥",
    password: "密码",
    email: "邮箱",
    idCard: "证件号",
    bankCard: "银行卡号",
    iban: "银行账号",
    ssn: "证件号",
    studentNumber: "学号",
    phone: "电话",
    account: "账号",
    ip: "IP 地址",
    address: "地址",
    name: "姓名",
  },
} satisfies typeof filesEn;
