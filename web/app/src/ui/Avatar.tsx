/** People have initials on a colour derived from their id; accounts a square one. */
import { IconUserQuestion } from "@tabler/icons-react";

import { colourOf, initialsOf } from "@/lib/colour";

import style from "./parts.module.css";

interface Props {
  id: string;
  name: string | null | undefined;
  size?: number;
  square?: boolean;
}

export function Avatar({ id, name, size = 24, square = false }: Props) {
  const shape = square ? `${style.avatar} ${style.square}` : style.avatar;
  const box = { width: size, height: size, fontSize: Math.round(size * 0.42) };
  if (!name) {
    return (
      <span className={`${shape} ${style.anonymous}`} style={box} aria-hidden>
        <IconUserQuestion size={size * 0.62} stroke={1.6} />
      </span>
    );
  }
  return (
    <span className={shape} style={{ ...box, background: colourOf(id) }} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
