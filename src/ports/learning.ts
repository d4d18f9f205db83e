/** A learning platform as the core sees it: what a student may see and has to do. */

export type Progress = {
  /** The modules that are open to the student, by the ids that articles name in their front matter. */
  readonly unlocked: ReadonlySet<string>;
  /** What is to be handed in, with its time in ms since 1970. */
  readonly deadlines: readonly { readonly module?: string; readonly title: string; readonly at: number }[];
  readonly lessons?: Lessons;
};

/** How many of the course's lessons the student has done. */
export type Lessons = { readonly done: number; readonly all: number };

export interface Learning {
  /** `undefined` for a student whom it doesn't know. Throws only LearningError. */
  progress(student: string): Promise<Progress | undefined>;
}

/** The platform could not tell. Carries no name and no text. */
export class LearningError extends Error {
  override readonly name = "LearningError";
}
