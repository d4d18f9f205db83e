import { playWithStudentsOn } from "./pairs.ts";

playWithStudentsOn("discord");
