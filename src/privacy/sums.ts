/** Check sums that tell a number from any other, and addresses that name nobody. */

/** Bank cards: Luhn. */
export function hasLuhnSum(number: string): boolean {
  let sum = 0;
  for (let place = 0; place < number.length; place++) {
    const digit = Number(number.charAt(number.length - 1 - place));
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = "10X98765432";

/** Identity cards of the People's Republic of China (GB 11643). */
export function hasIdSum(number: string): boolean {
  const sum = ID_WEIGHTS.reduce((total, weight, place) => total + weight * Number(number.charAt(place)), 0);
  return ID_CHECKS.charAt(sum % 11) === number.charAt(17).toUpperCase();
}

/** Bank accounts: ISO 13616. */
export function hasIbanSum(iban: string): boolean {
  const letters = iban.replaceAll(" ", "");
  const turned = letters.slice(4) + letters.slice(0, 4);
  let rest = 0;
  for (const sign of turned) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
  return rest === 1;
}

/** An address on the Internet. Those of one's own machine and house say nothing of a person, and explain errors. */
export function isPublicIp(address: string): boolean {
  const parts = address.split(".").map(Number);
  const [first = 0, second = 0] = parts;
  if (parts.some((part) => part > 255)) return false;
  return !(
    first === 0 ||
    first === 10 ||
    first === 127 ||
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 169 && second === 254) ||
    first >= 224
  );
}
