/** A persona's initials on its colour: no picture stands for many people. */
import { colourNumber, initialsOf } from "@/lib/colour";

import style from "./personas.module.css";

export function Face({ name, colour, size = 44 }: { name: string; colour: number; size?: number }) {
  return (
    <span className={style.face} style={{ width: size, height: size, fontSize: Math.round(size * 0.38), background: colourNumber(colour) }} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
