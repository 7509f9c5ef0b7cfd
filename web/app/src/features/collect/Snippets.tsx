/** Snippets to copy, by tool. */
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";

import type { SourceKind } from "@/api/types";
import { t } from "@/lib/i18n";
import { CopyButton } from "@/ui/Copy";

import style from "./collect.module.css";
import { snippetsFor } from "./snippets";

export function Snippets({ kind, writeKey }: { kind: SourceKind; writeKey: string }) {
  const { protocol, host } = window.location;
  const snippets = snippetsFor(kind, { protocol: protocol.replace(":", ""), host, key: writeKey });
  const [chosen, setChosen] = useState(snippets[0]?.id ?? "");
  const snippet = snippets.find((each) => each.id === chosen) ?? snippets[0];
  if (!snippet) return null;
  return (
    <div style={{ display: "grid", gap: 8, minWidth: 0 }}>
      <div>
        <SegmentedControl aria-label={t("sources.snippet")} value={snippet.id} onChange={setChosen} data={snippets.map((each) => ({ value: each.id, label: each.title }))} />
      </div>
      <div className={style.code}>
        <pre tabIndex={0} aria-label={t("sources.snippet")}>
          {snippet.code}
        </pre>
        <div>
          <CopyButton text={snippet.code} />
        </div>
      </div>
    </div>
  );
}
