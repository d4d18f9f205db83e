import { describe, expect, it } from "vitest";
import { searchText } from "../../src/materials/search-text.ts";
import { codeLanguage } from "../../src/materials/text/code.ts";
import { errorIn } from "../../src/materials/text/error.ts";
import { cpuTime } from "../understanding/cpu-time.ts";

/** A log of so many lines in which a program reports that it works. */
function noise(lines: number): string[] {
  return Array.from(
    { length: lines },
    (_, n) =>
      [
        `2026-03-0${(n % 9) + 1}T10:${String(n % 60).padStart(2, "0")}:07.120Z INFO  worker-${n % 7} job ${n} done in ${n % 90} ms`,
        `[10:12:${String(n % 60).padStart(2, "0")}] GET /lessons/${n} 200 (0 errors)`,
        `WARN cache missed key lesson:${n}, loading it`,
        `  ✓ error handler installed for route ${n}`,
      ].at(n % 4) ?? "",
  );
}

describe("the error of a log", () => {
  it.each([
    [
      "Python",
      [
        "Traceback (most recent call last):",
        '  File "/home/mia/shop.py", line 42, in <module>',
        "    total = add(basket)",
        "            ^^^^^^^^^^^",
        "ModuleNotFoundError: No module named 'pandas'",
      ],
      "ModuleNotFoundError: No module named 'pandas'",
    ],
    [
      "JavaScript",
      [
        "Uncaught (in promise) TypeError: Cannot read properties of null (reading 'value')",
        "    at save (form.js:12:30)",
        "    at HTMLFormElement.onsubmit (index.html:40:2)",
      ],
      "TypeError: Cannot read properties of null (reading 'value')",
    ],
    [
      "Java with its cause",
      [
        'Exception in thread "main" java.lang.RuntimeException: start failed',
        "\tat app.Main.main(Main.java:9)",
        "Caused by: java.net.BindException: Address already in use",
        "\tat java.base/sun.nio.ch.Net.bind0(Native Method)",
        "\t... 3 more",
      ],
      "Caused by: java.net.BindException: Address already in use",
    ],
    [
      "C, the first of several",
      [
        "$ make",
        "gcc -c list.c",
        "list.c:14:9: error: expected ';' before 'return'",
        "list.c:15:1: error: control reaches end of non-void function",
        "make: *** [Makefile:3: list.o] Error 1",
      ],
      "list.c:14:9: error: expected ';' before 'return'",
    ],
    [
      "SQL",
      ["mysql> SELECT nmae FROM students;", "ERROR 1054 (42S22): Unknown column 'nmae' in 'field list'"],
      "ERROR 1054 (42S22): Unknown column 'nmae' in 'field list'",
    ],
    [
      "a shell",
      ["$ npm run build", "sh: 1: vite: not found", "npm error Lifecycle script `build` failed with error:"],
      "sh: 1: vite: not found",
    ],
    [
      "a logger",
      [
        "2026-03-02 11:02:09,551 ERROR [db.pool] could not connect to server: Connection refused",
        "2026-03-02 11:02:10,001 INFO  shutting down",
      ],
      "could not connect to server: Connection refused",
    ],
    ["Chinese words", ["程序启动", "错误：找不到文件 data.csv", "按任意键退出"], "错误：找不到文件 data.csv"],
  ])("is found among 5,000 lines: %s", (_, block, line) => {
    const log = [...noise(3_600), ...block, ...noise(1_400)].join("\n");
    const found = errorIn(log);
    expect(found?.line).toBe(line);
    expect(found?.context.split("\n").length).toBeLessThanOrEqual(12);
    for (const own of block.filter((each) => each.includes(line)))
      expect(found?.context).toContain(own.trim());
  });

  it("is the last of several runs, and what is logged after a crash does not hide it", () => {
    const log = [
      "ValueError: an older run",
      ...noise(100),
      "Traceback (most recent call last):",
      '  File "a.py", line 1, in <module>',
      "KeyError: 'grade'",
      "Process finished with exit code 1",
    ].join("\n");
    expect(errorIn(log)?.line).toBe("KeyError: 'grade'");
    expect(errorIn(log)?.context).toContain('File "a.py", line 1');
  });

  it.each([
    "Everything works.\n0 errors, 0 warnings",
    "What is an error boundary?\nIt is a component.",
    "",
    "没有错误",
  ])("is none where none is told: %j", (text) => {
    const line = errorIn(text)?.line ?? "";
    expect(line === "" || line.startsWith("What is an error")).toBe(true);
  });

  it("I30: takes linear time, whatever the lines hold", () => {
    for (const line of ["a".repeat(1_000), "at ".repeat(300), "[ERROR ".repeat(140), "x:1:".repeat(250)]) {
      const log = Array.from({ length: 5_000 }, () => line).join("\n");
      expect(cpuTime(() => errorIn(log))).toBeLessThan(3_000);
    }
  });
});

describe("what is searched for", () => {
  it("is the student's words and the error, without paths and numbers of the run", () => {
    const paste = [
      "Why does my script stop?",
      ...noise(40),
      "OSError: [Errno 98] Address in use: /tmp/x/y/app.sock",
    ];
    const text = searchText(paste.join("\n"), []);
    expect(text).toContain("Why does my script stop?");
    expect(text).toContain("Address in use");
    expect(text).not.toMatch(/worker-|lessons|\/tmp/);
  });

  it("is a short question as it is", () => {
    expect(searchText("What is a closure?", [])).toBe("What is a closure?");
  });

  it("is how a file begins where nothing else is said", () => {
    const material = {
      file: "1",
      name: "a.pdf",
      kind: "pdf",
      text: "Sorting\nBubble sort …",
      personal: false,
    } as const;
    expect(searchText("", [material])).toBe("Sorting\nBubble sort …");
  });
});

describe("the language of code", () => {
  it.each([
    ["python", "def total(items):\n    return sum(i.price for i in items)\nprint(total([]))"],
    ["javascript", "const a = [1, 2];\nconsole.log(a.map((x) => x * 2));"],
    [
      "typescript",
      "interface User { name: string }\nconst u: User = { name: 'a' };\nfunction f(x: number): string { return ''; }",
    ],
    [
      "java",
      'public class A {\n  public static void main(String[] args) {\n    System.out.println("x");\n  }\n}',
    ],
    ["c", '#include <stdio.h>\nint main(void) {\n  printf("x");\n}'],
    ["cpp", "#include <iostream>\nusing namespace std;\nint main() { cout << 1; }"],
    ["sql", "SELECT name FROM students\nWHERE grade > 2 ORDER BY name;"],
    ["shell", "$ cd project\n$ npm install\nexport PORT=3000"],
    ["html", "<!DOCTYPE html>\n<html><body><p>Hi</p></body></html>"],
    ["css", ".card { color: red; padding: 1rem; }"],
    ["json", '{ "name": "a", "list": [1] }'],
    ["go", "package main\n\nfunc main() {\n  x := 1\n  fmt.Println(x)\n}"],
  ])("%s", (language, code) => {
    expect(codeLanguage(code)).toBe(language);
  });

  it.each(["How do I centre a div?", "请问第三课的作业什么时候交？", "Thanks: it works now."])(
    "words are none: %s",
    (words) => {
      expect(codeLanguage(words)).toBeUndefined();
    },
  );
});
