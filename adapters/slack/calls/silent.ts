/** A logger for the SDK that writes nothing: its words may hold texts and tokens. `level` is the SDK's own. */
export function silent<Level>(level: Level) {
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    setLevel: nothing,
    getLevel: () => level,
    setName: nothing,
  };
}
