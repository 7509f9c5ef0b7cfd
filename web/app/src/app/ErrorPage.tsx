/** What is shown when a page cannot be: it does not exist, or it broke. */
import { Button, Group } from "@mantine/core";
import { IconCompass, IconPlugConnectedX } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";

import { ProblemError } from "@/api/query";
import { t } from "@/lib/i18n";
import { Empty } from "@/ui/Empty";
import { useTitle } from "@/ui/Page";

export function NotFoundPage() {
  useTitle(t("error.not_found_title"));
  return (
    <Empty icon={IconCompass} text={t("error.not_found")}>
      <Button renderRoot={(props) => <Link to="/" {...props} />}>{t("error.go_home")}</Button>
    </Empty>
  );
}

export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter();
  const known = error instanceof ProblemError;
  if (known && error.problem.status === 404) return <NotFoundPage />;
  const retry = () => {
    reset?.();
    void router.invalidate();
  };
  return (
    <Empty icon={IconPlugConnectedX} text={known ? error.problem.message : t("error.broken")}>
      <Group gap={8}>
        <Button onClick={retry}>{t("action.retry")}</Button>
        <Button variant="default" onClick={() => window.location.reload()}>
          {t("action.reload")}
        </Button>
      </Group>
    </Empty>
  );
}
