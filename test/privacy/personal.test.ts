import { describe, expect, it } from "vitest";
import { mask } from "../../src/privacy/mask.ts";
import { personalIn } from "../../src/privacy/personal.ts";
import { hasIbanSum, hasIdSum, hasLuhnSum } from "../../src/privacy/sums.ts";
import { cpuTime } from "../understanding/cpu-time.ts";

const found = (text: string) =>
  personalIn(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe("personal data", () => {
  it.each([
    ["write to lena.k+web@mail.example.org please", "email lena.k+web@mail.example.org"],
    ["邮箱zhang.san@mail.test收不到", "email zhang.san@mail.test"],
    ["call +44 20 7946 0958 after six", "phone +44 20 7946 0958"],
    ["(202) 555-0143", "phone (202) 555-0143"],
    ["手机13800138000打不通", "phone 13800138000"],
    ["Phone: 467 3395", "phone 467 3395"],
    ["身份证号：11010519491231002X", "idCard 11010519491231002X"],
    ["my card 4111 1111 1111 1111 was charged", "bankCard 4111 1111 1111 1111"],
    ["银行卡号是6222 0000 0000 0001", "bankCard 6222 0000 0000 0001"],
    ["refund to DE89 3704 0044 0532 0130 00", "iban DE89 3704 0044 0532 0130 00"],
    ["social security number 078-05-1120", "ssn 078-05-1120"],
    ["学号：2023114567，挂科了吗", "studentNumber 2023114567"],
    ["My student ID is S1234567", "studentNumber S1234567"],
    ["password: hunter2!", "password hunter2!"],
    ["密码是Abc12345，登不上", "password Abc12345"],
    ["postgres://mia:s3cret@db.test/shop", "password s3cret"],
    ["OPENAI_API_KEY=sk-abcdefghijklmnop1234", "key sk-abcdefghijklmnop1234"],
    ["Authorization: Bearer abc.def-123456789012", "key abc.def-123456789012"],
    ["token = '9f8a7b6c5d4e3f2a1b0c'", "key 9f8a7b6c5d4e3f2a1b0c"],
    ["微信号 mia_2020 加我", "account mia_2020"],
    ["QQ：10001234", "account 10001234"],
    ["login from 81.2.69.142 refused", "ip 81.2.69.142"],
    ["寄到浙江省杭州市西湖区文三路99号2单元501室", "address 浙江省杭州市西湖区文三路99号2单元501室"],
    ["I live at 12 Baker Street, come by", "address 12 Baker Street"],
    ["send it to 6750 Koskikatu 25 Apt. 864, please", "address 6750 Koskikatu 25 Apt. 864"],
    ["我的 QQ 是 123456789", "account 123456789"],
    ["学生证号 S1234567 丢了", "studentNumber S1234567"],
    ["港澳通行证 C12345678", "idCard C12345678"],
    ["write to mia [at] mail [dot] test", "email mia [at] mail [dot] test"],
    ["tel. 555 0143", "phone 555 0143"],
    ["我叫李小红，想退款", "name 李小红"],
    ["Hi, my name is Lena Kowalska and", "name Lena Kowalska"],
  ])("is found: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    "listening on 127.0.0.1:3000 and 192.168.1.20",
    "version 10.12.0.1 of the driver",
    "2026-03-02 11:02:09,551 done in 4512345678 ns",
    "order 20260302110209 has 16 items, lines 1000-2000",
    "const password = input('password')",
    "password: string; token: Token",
    "the password is wrong",
    "element 3 of the array at index [at] is 5",
    "the 3 cards in the flat layout 2",
    "error 0x80070057 at 0012:4588:1299",
    "[1234567890, 42, 3.14159265358979]",
    "第 138 页的练习 12345 怎么做",
    "我叫不出这个函数的名字",
    "本人已经付款",
    "npm ERR! code E404 at line 1:1234",
    "a@b and @everyone, user@localhost",
    "uuid 123e4567-e89b-12d3-a456-426614174000",
  ])("is not seen where there is none: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("is masked by what it was, in the student's language, and the rest stays", () => {
    const text = "我叫李小红，手机13800138000，邮箱 li@mail.test，报错 TypeError。";
    expect(mask(text, "zh")).toBe("我叫[姓名]，手机[电话]，邮箱 [邮箱]，报错 TypeError。");
    expect(mask("call +44 20 7946 0958 now", "en")).toBe("call [phone] now");
    expect(personalIn(mask(text, "zh"))).toEqual([]);
  });

  it.each([
    "1 ".repeat(20_000),
    "a@".repeat(20_000),
    "password=".repeat(5_000),
    "省市路".repeat(8_000),
    "A1".repeat(20_000),
    "+1 (".repeat(10_000),
  ])("I30: is looked for in linear time: %.10s…", (text) => {
    expect(cpuTime(() => personalIn(text))).toBeLessThan(1_500);
  });
});

describe("check sums", () => {
  it("tell numbers from each other", () => {
    expect([hasLuhnSum("4111111111111111"), hasLuhnSum("4111111111111112")]).toEqual([true, false]);
    expect([hasIdSum("11010519491231002X"), hasIdSum("110105194912310021")]).toEqual([true, false]);
    expect([hasIbanSum("GB82 WEST 1234 5698 7654 32"), hasIbanSum("GB82 WEST 1234 5698 7654 33")]).toEqual([
      true,
      false,
    ]);
  });
});
