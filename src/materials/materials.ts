import type { Transcriber } from "#ports/model.ts";
import type { StoredFile } from "#ports/platform.ts";
import type { Budget } from "../answering/asking/budget.ts";
import { createFilms } from "./films.ts";
import type { Read } from "./material.ts";
import { type BytesOf, readFiles } from "./read.ts";
import { createReader } from "./reading/reader.ts";

/** Reads what students send. */
export type Materials = {
  /** As `readFiles`; what it costs is the student's. */
  read(files: readonly StoredFile[], bytesOf: BytesOf, by: Sender): Promise<Read>;
  /** Ends the reading process if there is one. */
  close(): void;
};

export type Sender = { readonly student: string; readonly language: "en" | "zh" };

export function createMaterials(options: {
  readonly budget: Budget;
  readonly transcriber?: Transcriber | undefined;
  readonly seesPictures: boolean;
}): Materials {
  const reader = createReader();
  const films = createFilms();
  return {
    read(files, bytesOf, { student, language }) {
      const spend = async (tokens: number) =>
        (await options.budget.reserve({ student }, tokens)) !== undefined;
      return readFiles(files, bytesOf, { ...options, reader, films, spend, language });
    },
    close: () => reader.close(),
  };
}
