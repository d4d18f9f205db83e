import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

export type Weak = { readonly text: string; readonly ratio: number };

const contrast = readFileSync(join(import.meta.dirname, "contrast.js"), "utf8");

/** The visible texts whose contrast with what is behind them is below what WCAG AA asks for. */
export async function weakContrast(page: Page): Promise<Weak[]> {
  return await page.evaluate<Weak[]>(contrast);
}
