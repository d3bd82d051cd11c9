import { Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { errorMessage } from "@/api/errors";
import { useSignIn } from "@/api/session";
import { ErrorAlert } from "@/ui/ErrorAlert";
import { Logo } from "@/ui/illustrations";
import { LoginIllustration } from "./LoginIllustration";
import css from "./LoginPage.module.css";

/** Only paths of this site: an address from outside must never be followed after signing in. */
export function safeRedirect(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) && !next.startsWith("/login")
    ? next
    : "/projects";
}

export function LoginPage() {
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { username: "", password: "" },
    validate: {
      username: (value) => (value.trim() ? null : "Enter your user name."),
      password: (value) => (value ? null : "Enter your password."),
    },
  });
  const submit = form.onSubmit((values) =>
    signIn.mutate(values, {
      onSuccess: () => navigate({ href: safeRedirect(next), replace: true }),
      onError: () => form.setFieldValue("password", ""),
    }),
  );
  return (
    <div className={css.page}>
      <aside className={css.side}>
        <div className={css.brand}>
          <Logo size={34} />
          <span>Penstock</span>
        </div>
        <LoginIllustration />
        <p className={css.motto}>Stream pipelines: designed, tested and operated in one place.</p>
      </aside>
      <main className={css.main}>
        <form onSubmit={submit} className={css.form} noValidate>
          <Stack gap="md">
            <div>
              <Title order={1}>Sign in</Title>
              <Text c="dimmed" fz="sm" mt={4}>
                Draw, check and run stream pipelines on Apache Flink.
              </Text>
            </div>
            {signIn.isError && <ErrorAlert error={errorMessage(signIn.error)} />}
            <TextInput
              label="User name"
              name="username"
              autoComplete="username"
              autoFocus
              size="md"
              {...form.getInputProps("username")}
            />
            <PasswordInput
              label="Password"
              name="password"
              autoComplete="current-password"
              size="md"
              {...form.getInputProps("password")}
            />
            <Button type="submit" size="md" loading={signIn.isPending} fullWidth mt="xs">
              Sign in
            </Button>
          </Stack>
        </form>
      </main>
    </div>
  );
}
