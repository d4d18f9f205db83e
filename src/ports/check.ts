/**
 * One thing that `doctor` looked at, in words for the person who runs Deskmate. `mend` says how to put it
 * right, or what turning it on would bring.
 */
export type Check = {
  readonly name: string;
  readonly state: "ok" | "off" | "fault";
  readonly detail: string;
  readonly mend?: string;
};
