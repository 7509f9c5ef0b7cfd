/** The look: one accent, neutral greys, 6 px radius, one shadow for what floats. */
import { type ButtonProps, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

import { t } from "@/lib/i18n";

const teal: MantineColorsTuple = [
  "#f0fdfa",
  "#ccfbf1",
  "#99f6e4",
  "#5eead4",
  "#2dd4bf",
  "#14b8a6",
  "#0d9488",
  "#0f766e",
  "#115e59",
  "#134e4a",
];

/** Mantine draws its dark surfaces from these; index 7 is the page, 6 what lies on it. */
const dark: MantineColorsTuple = [
  "#c9cdd3",
  "#a8aeb7",
  "#868d97",
  "#5c636c",
  "#3a4047",
  "#24282d",
  "#191c1f",
  "#121416",
  "#0d0f10",
  "#08090a",
];

const floating = { shadow: "md", radius: "md" } as const;

/** The accent is dark on light and light on dark, and so is what stands on it the other way round. */
function buttonVars(_: unknown, props: ButtonProps) {
  const accent = (props.variant ?? "filled") === "filled" && !props.color && !props.disabled;
  const size = props.size?.toString().startsWith("compact") ? {} : { "--button-height": "32px" };
  return { root: { "--button-fz": "13px", ...size, ...(accent ? { "--button-color": "var(--tl-on-accent)" } : {}) } };
}

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.45,
  colors: { teal, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "18px", lineHeight: "1.35" }, h2: { fontSize: "14px" } } },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  shadows: { md: "0 0 0 1px var(--tl-line), 0 8px 24px rgb(0 0 0 / 12%)" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs", fw: 500 }, vars: buttonVars },
    Input: { defaultProps: { size: "xs" }, vars: () => ({ input: {}, wrapper: { "--input-fz": "13px", "--input-height": "32px" } }) },
    InputWrapper: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", allowDeselect: false, comboboxProps: floating } },
    TagsInput: { defaultProps: { size: "xs" } },
    MultiSelect: { defaultProps: { size: "xs" } },
    NativeSelect: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" }, styles: { label: { fontSize: 13, fontWeight: 400, paddingInline: 10 } } },
    Switch: { defaultProps: { size: "sm" } },
    Checkbox: { defaultProps: { size: "xs", radius: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 12, transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { ...floating, position: "bottom-end", transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { ...floating, transitionProps: { duration: 80 } } },
    // Its <header> stands in a dialog and is no banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
    Modal: {
      defaultProps: { centered: true, radius: "lg", transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.4 }, closeButtonProps: { "aria-label": t("action.close") } },
    },
  },
});

/** Mantine's own variables follow ours, so that its parts and our CSS agree. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1a1c1f",
    "--mantine-color-dimmed": "#5d6470",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-default-border": "#d9dce1",
    "--mantine-color-error": "#b42318",
  },
  dark: {
    "--mantine-color-body": "#121416",
    "--mantine-color-text": "#e4e6e9",
    "--mantine-color-dimmed": "#9aa1ab",
    "--mantine-color-placeholder": "#8b929c",
    "--mantine-color-default": "#191c1f",
    "--mantine-color-default-hover": "#202428",
    "--mantine-color-default-border": "#32373d",
    "--mantine-color-error": "#f97066",
    "--mantine-color-anchor": "#2dd4bf",
  },
});
