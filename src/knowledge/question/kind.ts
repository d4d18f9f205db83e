/** In which way something is asked: as a question, in letters or in Chinese, or by its name alone. */
export type Kind = "question" | "chinese" | "name";

const ASKS =
  /\b(?:whats?|how|why|when|where|who|whom|whose|which|can|cant|could|do|does|did|is|are|am|was|were|should|would|will|i|my|me|we|you|your)\b|什么|什麼|怎|如何|何|为啥|為啥|哪|谁|誰|几|幾|多少|多[久长長大高远遠]|是否|能|吗|嗎|呢|我|[?？]/i;
const HAN = /[\u3400-\u9fff]/;

/** `Loops - while and for` is a name, as is `refund policy`: it says what a title says, and no more. */
export function kindOf(text: string): Kind {
  if (!ASKS.test(text)) return "name";
  return HAN.test(text) ? "chinese" : "question";
}
