/** Every bound of reading what students send, with its reason. Times in milliseconds, sizes in bytes. */
export const limits = {
  /** Files of one message; the others are named. */
  files: 5,
  /** What the platforms let students send goes up to 25 MiB; pictures and documents are far smaller. */
  pictureBytes: 12 * 1024 * 1024,
  documentBytes: 20 * 1024 * 1024,
  recordingBytes: 25 * 1024 * 1024,
  /** Read from the beginning and from the end of a text: where a log tells what was started, and what happened. */
  textBytes: 1024 * 1024,
  /** A screenshot of two 4K screens. A picture of more pixels is not unpacked: it takes 4 bytes each. */
  pixels: 18_000_000,
  pages: 30,
  /** A document's text when it is unpacked. */
  unpackedBytes: 8 * 1024 * 1024,
  /** Kept of each file: several screens of text, more than a model is shown. */
  characters: 20_000,
  /** One file; all of one message. A first text is promised within seconds, so both are short. */
  fileMs: 10_000,
  /** Of a picture full of text what can be read in this time, so that it is not given up as a whole. */
  pictureMs: 6_000,
  messageMs: 15_000,
  /** The reader's thread ends after this rest, and its memory (about 120 MB with both languages) comes back. */
  idleMs: 60_000,
  /** Pictures taken out of a video, and how far into it is looked. */
  frames: 4,
  videoSeconds: 120,
} as const;
