/** Reads files beside the process that answers. Started by `reader.ts`, which kills it when it takes too long. */
import type { Done, Job } from "./job.ts";
import { Unreadable } from "./unreadable.ts";

process.on("message", async (job: Job) => {
  process.send?.(await done(job));
});

async function done(job: Job): Promise<Done> {
  try {
    return await work(job);
  } catch (error) {
    // A reader that stumbles over a file says nothing more than that the file is broken.
    return { unreadable: error instanceof Unreadable ? error.why : "broken" };
  }
}

/** Each reader is loaded when the first file of its kind comes. */
async function work(job: Job): Promise<Done> {
  switch (job.do) {
    case "picture":
      return { text: await (await import("./picture.ts")).readPicture(job.bytes) };
    case "pdf":
      return { text: { text: await (await import("./pdf.ts")).readPdf(job.bytes), words: [] } };
    case "docx":
      return { text: { text: (await import("./docx.ts")).readDocx(job.bytes), words: [] } };
    case "blacken":
      return { png: await (await import("./blacken.ts")).blacken(job.bytes, job.boxes) };
  }
}
