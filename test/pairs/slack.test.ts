import { playWithStudentsOn } from "./pairs.ts";

playWithStudentsOn("slack");
