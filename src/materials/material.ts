import type { Picture } from "#ports/model.ts";
import type { Kind } from "./kind.ts";
import type { Why } from "./reading/unreadable.ts";
import type { FoundError } from "./text/error.ts";

/** A file that was read. Everything personal in it that could be recognised is masked. */
export type Material = {
  /** The id of the stored file. */
  readonly file: string;
  /** To be shown: no folders, no signs that Markdown or a chat reads. */
  readonly name: string;
  readonly kind: Kind;
  readonly text: string;
  /** The error that it tells of. */
  readonly error?: FoundError;
  /** The programming language that it is written in. */
  readonly code?: string;
  /** The picture as others may see it: personal data in it is blackened. Without it, it must be withheld. */
  readonly picture?: Picture;
  /** Something personal was found in it: the stored file is not to be relayed. */
  readonly personal: boolean;
};

/** A file that was not read, and why. */
export type Unread = {
  readonly file: string;
  readonly name: string;
  readonly why: Why;
};

/** What came of the files of one message, in their order. */
export type Read = { readonly materials: readonly Material[]; readonly unread: readonly Unread[] };
