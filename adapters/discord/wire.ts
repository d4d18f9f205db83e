/** Discord's objects, as far as the adapter reads them. */

export type User = {
  readonly id: string;
  readonly username: string;
  readonly global_name?: string | null | undefined;
  readonly bot?: boolean | undefined;
};

export type Member = {
  readonly user?: User | undefined;
  readonly nick?: string | null | undefined;
  readonly roles?: readonly string[] | undefined;
};

export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly url: string;
  readonly size: number;
  readonly content_type?: string | undefined;
};

export type Message = {
  readonly id: string;
  readonly channel_id: string;
  readonly guild_id?: string | undefined;
  readonly type?: number | undefined;
  readonly author?: User | undefined;
  readonly member?: Member | undefined;
  readonly webhook_id?: string | undefined;
  readonly content?: string | undefined;
  readonly timestamp?: string | undefined;
  readonly edited_timestamp?: string | null | undefined;
  readonly nonce?: string | number | undefined;
  readonly mentions?: readonly (User & { readonly member?: Member | undefined })[] | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  readonly message_snapshots?: readonly { readonly message: Partial<Message> }[] | undefined;
  readonly interaction_metadata?: object | undefined;
  readonly components?: readonly {
    readonly components?: readonly { readonly custom_id?: string | undefined }[] | undefined;
  }[];
};

type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly application_id: string;
  readonly channel_id: string;
  readonly guild_id?: string | undefined;
  readonly member?: Member | undefined;
  readonly user?: User | undefined;
  readonly locale?: string | undefined;
  readonly channel?: RawChannel | undefined;
};

/** A click on a button. */
export type Press = Interaction & {
  readonly type: 3;
  readonly data: { readonly custom_id: string };
  readonly message?: { readonly id: string } | undefined;
};

/** A slash command, or a command from a message's menu. */
export type Command = Interaction & {
  readonly type: 2;
  readonly data: {
    readonly name: string;
    readonly options?: readonly { readonly name: string; readonly value?: unknown }[] | undefined;
    readonly target_id?: string | undefined;
    readonly resolved?: { readonly messages?: Readonly<Record<string, Message>> | undefined } | undefined;
  };
};

export type RawChannel = {
  readonly id: string;
  readonly type: number;
  readonly guild_id?: string | undefined;
  readonly parent_id?: string | null | undefined;
  readonly owner_id?: string | undefined;
  readonly last_message_id?: string | null | undefined;
};

/** The dispatches that can become events. */
export type Dispatch =
  | { readonly t: "MESSAGE_CREATE"; readonly d: Message }
  | { readonly t: "MESSAGE_UPDATE"; readonly d: Message }
  | {
      readonly t: "MESSAGE_DELETE";
      readonly d: {
        readonly id: string;
        readonly channel_id: string;
        readonly guild_id?: string | undefined;
      };
    }
  | { readonly t: "INTERACTION_CREATE"; readonly d: Press | Command };
