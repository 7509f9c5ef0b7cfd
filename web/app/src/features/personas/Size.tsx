/** How many people a persona stands for, and how that changed in a month. */
import type { Persona } from "@/api/types";
import { formatCount } from "@/lib/format";
import { locale, t } from "@/lib/i18n";

const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });

export function Size({ persona }: { persona: Persona }) {
  return (
    <span>
      {t("personas.people", { count: persona.size, people: formatCount(persona.size) })}
      <span className="tl-dim">
        {" · "}
        {persona.change === null || persona.change === undefined ? t("personas.change_unknown") : t("personas.change", { change: signed.format(persona.change) })}
      </span>
    </span>
  );
}
