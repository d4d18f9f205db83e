import { playWithStudentsOn } from "./pairs.ts";

playWithStudentsOn("web");
