import type { Answer, Args, Service } from "./methods.ts";
import { shown } from "./workspace.ts";

const no = (error: string): Answer => ({ ok: false, error });
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** The methods for files: https://docs.slack.dev/messaging/working-with-files */
export const fileMethods: Readonly<Record<string, (args: Args, service: Service) => Answer>> = {
  "files.info"(args, { workspace }) {
    const found = workspace.files.get(text(args["file"]));
    return found ? { ok: true, file: found.file } : no("file_not_found");
  },

  "files.getUploadURLExternal"(args, { workspace, baseURL }) {
    const size = Number(args["length"]);
    if (!(size > 0) || !args["filename"]) return no("invalid_arguments");
    const id = `F${workspace.files.size + 1}`;
    const file = { id, name: text(args["filename"]), mimetype: "", size, mode: "hosted", shares: {} };
    workspace.files.set(id, { file, bytes: new Uint8Array() });
    return { ok: true, upload_url: `${baseURL()}upload/${id}`, file_id: id };
  },

  "files.completeUploadExternal"(args, { workspace, told }) {
    const channel = workspace.channels.get(text(args["channel_id"]));
    if (!channel) return no("channel_not_found");
    const wanted = args["files"] as { id: string; title?: string }[];
    const files = wanted.flatMap(({ id }) => workspace.files.get(id)?.file ?? []);
    if (files.length < wanted.length) return no("file_not_found");
    const thread = args["thread_ts"];
    const message = workspace.put(channel, {
      user: workspace.bot.user,
      bot_id: workspace.bot.bot,
      text: "",
      subtype: "file_share",
      files,
      ...(typeof thread === "string" && { thread_ts: thread }),
    });
    for (const file of files) file.shares = { private: { [channel.id]: [{ ts: message.ts }] } };
    told(channel, shown(message, false));
    return { ok: true, files };
  },

  "files.delete"(args, { workspace }) {
    const id = text(args["file"]);
    if (!workspace.files.delete(id)) return no("file_not_found");
    for (const channel of workspace.channels.values())
      for (const message of channel.messages)
        message.files = message.files?.filter((file) => file.id !== id) ?? [];
    return { ok: true };
  },
};
