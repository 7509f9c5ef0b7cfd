/** Text that is edited where it stands: a click or Enter begins, Enter or leaving it ends, Escape gives up. */
import { useState } from "react";

import style from "./maps.module.css";

interface Props {
  value: string;
  label: string;
  /** What stands there while there is nothing. */
  empty: string;
  editable: boolean;
  /** Trimmed; "" where all was taken away. */
  onChange: (text: string) => void;
  max?: number;
  strong?: boolean;
  /** It begins in being edited. */
  fresh?: boolean;
  /** Whether the focus wants to stay near. */
  onDone?: (stays: boolean) => void;
}

const textMax = 160;

export function EditableText({ value, label, empty, editable, onChange, max = textMax, strong = false, fresh = false, onDone }: Props) {
  const [text, setText] = useState<string | null>(fresh ? value : null);
  // What somebody else writes meanwhile stays where nothing was written here.
  const [begun, setBegun] = useState(value);
  const [again, setAgain] = useState(false);
  const end = (keep: boolean, refocus: boolean) => {
    const next = (text ?? value).trim();
    setText(null);
    setAgain(refocus);
    if (keep && next !== begun) onChange(next);
    onDone?.(refocus);
  };
  if (text === null) {
    if (!editable) return <span className={style.text} data-strong={strong || undefined} dir="auto">{value}</span>;
    return (
      <button
        type="button"
        className={style.text}
        data-strong={strong || undefined}
        data-empty={value === "" || undefined}
        aria-label={`${label}: ${value || empty}`}
        autoFocus={again}
        dir="auto"
        onClick={() => {
          setBegun(value);
          setText(value);
        }}
      >
        {value || empty}
      </button>
    );
  }
  return (
    <textarea
      className={style.editing}
      data-strong={strong || undefined}
      aria-label={label}
      value={text}
      maxLength={max}
      rows={Math.max(1, Math.ceil(text.length / 26))}
      dir="auto"
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value.replace(/[\r\n]+/g, " "))}
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") {
          event.preventDefault();
          end(true, true);
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          end(false, true);
        }
      }}
    />
  );
}
