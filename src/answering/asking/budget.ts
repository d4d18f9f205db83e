/** Tokens that may be spent. What is reserved counts as spent until it is settled, so that turns in parallel can't overspend. */
export type Budget = {
  /** `undefined` when the day's budget or the student's does not hold that many. */
  reserve(student: string, tokens: number): Promise<Reservation | undefined>;
};

export type Reservation = {
  /** Replaces the estimate by what was used. Once; later calls change nothing. */
  settle(tokens: number): Promise<void>;
};

/** A budget in memory. Days are those of UTC; a restart begins anew. */
export function createBudget(perDay: number, perStudentDay: number, now: () => number): Budget {
  let day = -1;
  let all = 0;
  let students = new Map<string, number>();

  const spend = (student: string, tokens: number) => {
    all += tokens;
    students.set(student, (students.get(student) ?? 0) + tokens);
  };

  return {
    async reserve(student, tokens) {
      const today = Math.floor(now() / 86_400_000);
      if (today !== day) {
        day = today;
        all = 0;
        students = new Map();
      }
      if (all + tokens > perDay || (students.get(student) ?? 0) + tokens > perStudentDay) return undefined;
      spend(student, tokens);
      let open = true;
      return {
        async settle(used) {
          // What was reserved yesterday was forgotten at midnight.
          if (open && day === today) spend(student, used - tokens);
          open = false;
        },
      };
    },
  };
}
