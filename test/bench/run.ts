/** Measures one platform in a process of its own and prints one JSON object: `node test/bench/run.ts slack`. */
const { measure } = (await import(`./${process.argv[2]}.ts`)) as {
  measure(): Promise<Record<string, number>>;
};
console.log(JSON.stringify(await measure()));
process.exit(0);
