/** Colours with a fixed meaning. Okabe and Ito's set, told apart by the colour-blind. */

const people = ["#0072b2", "#00795a", "#b84e00", "#a04c92", "#7a6000", "#22708f", "#5b5fc7", "#7a5c3e"];

/** A stable colour for a person or an account, from her id. White text reads on every one. */
export function colourOf(id: string): string {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return people[(hash >>> 0) % people.length] ?? "#0072b2";
}

/** The same colours by number, for what is given one by hand. */
export const namedColours: readonly string[] = people;
export const colourNumber = (number: number): string => people[number % people.length] ?? "#0072b2";

/** One or two letters for a name; by grapheme, so that no script is cut in half. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]]).map((word) => {
    const found = word?.match(/[\p{L}\p{N}]\p{M}*/u);
    return found ? found[0] : "";
  });
  return letters.join("").toLocaleUpperCase();
}
