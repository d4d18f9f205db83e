import { playWithStudentsOn } from "./pairs.ts";

playWithStudentsOn("teams");
