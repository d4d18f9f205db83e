import { dressCode } from "./code.ts";
import { words } from "./words/words.ts";

/** The article page: its code blocks can be copied. */
const reader = document.querySelector(".article-bar")?.getAttribute("lang");
dressCode(document, words(reader === "zh" ? "zh" : "en"));
