import type { OpenCase } from "#ports/platform.ts";
import type { Conversation } from "../conversation/conversation.ts";
import { policy } from "../conversation/policy.ts";
import { priorityOf } from "../conversation/ticket/priority.ts";
import { overdueSince } from "../desk/overdue.ts";
import type { Roster } from "../desk/roster.ts";

/** What adapters are told of the cases that are open. */
export function openCases(
  cases: readonly (Conversation & { readonly updated: number })[],
  roster: Roster,
  now: number,
): readonly OpenCase[] {
  const late = overdueSince(roster, now, policy.reminders[0]);
  // To count each one's open hours would take longer than to read them all.
  const long = overdueSince(roster, now, policy.longWait);
  return cases.map((one) => {
    const { number, state, studentAt, student, deskAt, updated } = one;
    const since = "since" in state ? state.since : undefined;
    const priority = priorityOf(one, now, since !== undefined && since <= long ? policy.longWait : 0);
    return {
      number,
      state: state.name,
      ...(state.name === "human" && { staff: state.staff.name, staffId: state.staff.id }),
      ...(since !== undefined && { since, ...(since <= late && { overdue: true }) }),
      ...((priority === "high" || priority === "urgent") && { priority }),
      student: studentAt,
      studentName: student.name,
      ...(deskAt && { desk: deskAt }),
      updated,
    };
  });
}
