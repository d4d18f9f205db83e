/** Tokens that may be spent. What is reserved counts as spent until it is settled, so that turns in parallel can't overspend. */
export type Budget = {
  /** `undefined` when the day's budget, the student's or the conversation's does not hold that many. */
  reserve(who: Spender, tokens: number): Promise<Reservation | undefined>;
};

/** Who spends: a student, in a conversation once it has a number. */
export type Spender = { readonly student: string; readonly conversation?: number };

export type Reservation = {
  /** Replaces the estimate by what was used. Once; later calls change nothing. */
  settle(tokens: number): Promise<void>;
};

/** One conversation that goes round in circles must leave a student something for the next question. */
const CONVERSATION_SHARE = 0.6;

/** A budget in memory. Days are those of UTC; a restart begins anew. */
export function createBudget(perDay: number, perStudentDay: number, now: () => number): Budget {
  let day = -1;
  let all = 0;
  let spent = new Map<string, number>();

  const pots = ({ student, conversation }: Spender): readonly (readonly [string, number])[] => [
    [`student ${student}`, perStudentDay],
    ...(conversation === undefined
      ? []
      : [[`conversation ${conversation}`, perStudentDay * CONVERSATION_SHARE] as const]),
  ];
  const spend = (who: Spender, tokens: number) => {
    all += tokens;
    for (const [pot] of pots(who)) spent.set(pot, (spent.get(pot) ?? 0) + tokens);
  };

  return {
    async reserve(who, tokens) {
      const today = Math.floor(now() / 86_400_000);
      if (today !== day) {
        day = today;
        all = 0;
        spent = new Map();
      }
      const isEmpty = pots(who).some(([pot, most]) => (spent.get(pot) ?? 0) + tokens > most);
      if (all + tokens > perDay || isEmpty) return undefined;
      spend(who, tokens);
      let open = true;
      return {
        async settle(used) {
          // What was reserved yesterday was forgotten at midnight.
          if (open && day === today) spend(who, used - tokens);
          open = false;
        },
      };
    },
  };
}
