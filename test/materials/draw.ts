// Draws the screenshots that OCR is measured on: `node test/materials/draw.ts`. Beside each picture stands its text.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "../pages/chromium.ts";

type Look = { readonly body: string; readonly scale: number; readonly width: number };

const LOOKS = {
  terminal: {
    body: "background:#1e1e1e;color:#d4d4d4;font:14px/1.45 'DejaVu Sans Mono','Noto Sans CJK SC'",
    scale: 1,
    width: 760,
  },
  editor: {
    body: "background:#fff;color:#1b1f24;font:13px/1.5 'DejaVu Sans Mono','Noto Sans CJK SC'",
    scale: 1,
    width: 680,
  },
  retina: {
    body: "background:#282c34;color:#abb2bf;font:13px/1.5 'Liberation Mono','Noto Sans CJK SC'",
    scale: 2,
    width: 640,
  },
  page: {
    body: "background:#f7f7f8;color:#222;font:16px/1.6 'Liberation Sans','Noto Sans CJK SC'",
    scale: 1.25,
    width: 620,
  },
  dialog: {
    body: "background:#fdecea;color:#611a15;font:15px/1.6 'DejaVu Sans','Noto Sans CJK SC'",
    scale: 1.5,
    width: 520,
  },
} satisfies Record<string, Look>;

const SHOTS: Readonly<Record<string, readonly [keyof typeof LOOKS, string]>> = {
  "en-python": [
    "terminal",
    `Traceback (most recent call last):
  File "shop.py", line 42, in <module>
    total = add_prices(basket)
  File "shop.py", line 17, in add_prices
    result += item["price"]
TypeError: unsupported operand type(s) for +=: 'int' and 'str'`,
  ],
  "en-javascript": [
    "retina",
    `Uncaught TypeError: Cannot read properties of undefined (reading 'map')
    at renderList (app.js:27:19)
    at main (app.js:51:3)
    at HTMLButtonElement.<anonymous> (app.js:60:10)`,
  ],
  "en-npm": [
    "terminal",
    `npm ERR! code ENOENT
npm ERR! syscall open
npm ERR! path /home/mia/project/package.json
npm ERR! errno -2
npm ERR! enoent Could not read package.json
npm ERR! enoent This is related to npm not being able to find a file.`,
  ],
  "en-code": [
    "editor",
    `function average(numbers) {
  let sum = 0;
  for (const number of numbers) {
    sum = sum + number;
  }
  return sum / numbers.length;
}
console.log(average([4, 8, 15]));`,
  ],
  "en-dialog": [
    "dialog",
    `Your payment could not be completed.
The card was declined by the bank. Please check the
expiry date or choose another way to pay.
Error code: PAY-4031`,
  ],
  "en-task": [
    "page",
    `Exercise 7: a shopping basket
Write a function that takes a list of prices and returns
the total with 19% tax, rounded to two decimals.
Hand in your solution before Friday, 18:00.
Hint: look at lesson 4 about loops again.`,
  ],
  "zh-python": [
    "terminal",
    `运行结果：程序在第 12 行停止
NameError: name 'total' is not defined
提示：变量在使用之前必须先赋值
请检查循环里的变量名是否拼写一致`,
  ],
  "zh-page": [
    "page",
    `练习三：购物车
编写一个函数，接收价格列表，返回含税总价，
结果保留两位小数。请在星期五晚上六点之前提交作业。
如果遇到问题，可以先复习第四课关于循环的内容。`,
  ],
  "zh-dialog": [
    "dialog",
    `支付失败
银行拒绝了这次付款，请检查银行卡有效期，
或者选择其他支付方式。订单将保留三十分钟。`,
  ],
  "zh-settings": [
    "page",
    `账户设置
修改密码后需要重新登录所有设备。
证书上的姓名只能修改一次，请仔细核对。
如需更换手机号码，请先验证原来的号码。`,
  ],
  "zh-editor": [
    "editor",
    `网页无法显示图片，控制台提示找不到文件。
我已经把图片放在同一个文件夹里面，
刷新以后还是一样，文件名也没有写错。`,
  ],
  "zh-chat": [
    "retina",
    `老师您好，我昨天购买了前端课程，
但是课程列表里面没有显示，订单状态是已付款。
请问大概需要多长时间才能开通？`,
  ],
};

/** Not measured: pictures that tests need. */
const OTHERS: typeof SHOTS = {
  "en-personal": [
    "page",
    `Your order has not been received yet.
Student e-mail: maria.k@example.net
Phone: +1 202 555 0143
Please try again later or ask in the forum.`,
  ],
  blank: ["page", ""],
};

const folder = join(import.meta.dirname, "screenshots");
const browser = await launchChromium();
for (const [name, [look, text]] of Object.entries({ ...SHOTS, ...OTHERS })) {
  const { body, scale, width } = LOOKS[look];
  const page = await browser.newPage({ viewport: { width, height: 200 }, deviceScaleFactor: scale });
  await page.setContent(`<body style="margin:0;padding:18px;white-space:pre-wrap;${body}"></body>`);
  await page.locator("body").evaluate((element, words) => {
    element.textContent = words;
  }, text);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  if (name in SHOTS) writeFileSync(join(folder, `${name}.txt`), `${text}\n`);
  await page.close();
}
await browser.close();
