/** JSON as a person reads it: indented, keys told from words, copyable. */
import { useMemo } from "react";

import { CopyIcon } from "./Copy";
import style from "./parts.module.css";

interface Piece {
  text: string;
  sort: "key" | "word" | "plain";
}

/** Cuts formatted JSON into pieces by what they are. Strings are matched whole, so their content never misleads. */
export function piecesOf(json: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|\b(?:true|false|null)\b/g)) {
    if (match.index > from) pieces.push({ text: json.slice(from, match.index), sort: "plain" });
    const sort = match[1] ? "key" : match[0].startsWith('"') ? "plain" : "word";
    pieces.push({ text: match[0], sort });
    from = match.index + match[0].length;
  }
  if (from < json.length) pieces.push({ text: json.slice(from), sort: "plain" });
  return pieces;
}

export function Json({ value, label }: { value: unknown; label: string }) {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? "", [value]);
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className={style.withCopy}>
      {/* A scrolling box must be reachable by keyboard. */}
      <pre className={style.json} tabIndex={0} aria-label={label}>
        {pieces.map((piece, index) =>
          piece.sort === "plain" ? (
            piece.text
          ) : (
            <span key={index} className={style[piece.sort]}>
              {piece.text}
            </span>
          ),
        )}
      </pre>
      <div className={style.copy}>
        <CopyIcon text={text} />
      </div>
    </div>
  );
}
