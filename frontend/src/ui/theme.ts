/** The design: deep water. Petrol blues carry structure, one bright tide colour carries action. */
import {
  Badge,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Paper,
  Table,
  Tooltip,
} from "@mantine/core";

const tide: MantineColorsTuple = [
  "#e6f6f8",
  "#cfeaee",
  "#9fd5dd",
  "#6abfcb",
  "#40acba",
  "#2596a6",
  "#12808f",
  "#0b6876",
  "#0a5461",
  "#08424d",
];

// Both neutrals lean to the blue-green of the design, so that greys never look dirty beside it.
const gray: MantineColorsTuple = [
  "#f6f9fa",
  "#edf2f4",
  "#e0e8eb",
  "#cdd8dc",
  "#b0bfc6",
  "#8a9ca5",
  "#647780",
  "#4b5d66",
  "#33444d",
  "#1c2a32",
];
const dark: MantineColorsTuple = [
  "#d6e1e5",
  "#b3c3ca",
  "#90a4ad",
  "#6d838d",
  "#3a4e58",
  "#2a3c46",
  "#1b2b34",
  "#13212a",
  "#0e1a22",
  "#091319",
];
const coral: MantineColorsTuple = [
  "#fff0ed",
  "#fcdfd9",
  "#f6bcb0",
  "#f09683",
  "#eb765e",
  "#e65f44",
  "#d64a2f",
  "#b93a22",
  "#9a2f1b",
  "#7c2616",
];
const leaf: MantineColorsTuple = [
  "#e7f8ef",
  "#d2eede",
  "#a5dcbd",
  "#75ca9a",
  "#4dba7c",
  "#33ad68",
  "#1f9457",
  "#167747",
  "#11613a",
  "#0c4c2e",
];
const amber: MantineColorsTuple = [
  "#fff6e0",
  "#fdebc4",
  "#f8d68b",
  "#f3c04f",
  "#efae24",
  "#dd9a0c",
  "#b97e06",
  "#8d5f05",
  "#6f4b05",
  "#543903",
];

export const FONT = '"Inter Variable", "Segoe UI", system-ui, -apple-system, Roboto, sans-serif';
export const MONO =
  '"JetBrains Mono Variable", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

export const theme = createTheme({
  primaryColor: "tide",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { tide, gray, dark, coral, leaf, amber },
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.35", sm: "1.4", md: "1.45", lg: "1.5", xl: "1.5" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "20px" },
  defaultRadius: "sm",
  cursorType: "pointer",
  headings: {
    fontFamily: FONT,
    fontWeight: "640",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "1.3" },
      h2: { fontSize: "17px", lineHeight: "1.35" },
      h3: { fontSize: "14px", lineHeight: "1.4" },
    },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" }, styles: { label: { fontWeight: 560 } } }),
    Badge: Badge.extend({
      defaultProps: { radius: "sm", variant: "light" },
      styles: { root: { textTransform: "none" } },
    }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: "md" } }),
    Drawer: Drawer.extend({
      styles: { title: { fontSize: 16, fontWeight: 640 } },
      defaultProps: { closeButtonProps: { "aria-label": "Close" } },
    }),
    Paper: Paper.extend({ defaultProps: { radius: "md" } }),
    Modal: Modal.extend({
      styles: { title: { fontSize: 16, fontWeight: 640 } },
      defaultProps: {
        centered: true,
        radius: "md",
        overlayProps: { blur: 2, opacity: 0.45 },
        closeButtonProps: { "aria-label": "Close" },
      },
    }),
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { marginBottom: 4, fontWeight: 560 }, description: { marginBottom: 4 } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", radius: "md", position: "bottom-end" } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 9, horizontalSpacing: "md" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
  },
});

/** Colours that Mantine has no name for. Both schemes define all of them. */
export const variables: CSSVariablesResolver = () => ({
  variables: {
    "--p-bar": "#0a2a35",
    "--p-bar-text": "#dcecef",
    "--p-bar-dim": "#86a6b0",
    "--p-bar-raised": "#12404e",
    "--p-bar-mark": "#58d3dd",
  },
  light: {
    "--mantine-color-body": "#f3f6f7",
    "--mantine-color-text": "#1a2930",
    "--mantine-color-dimmed": "#566a74",
    "--mantine-color-default-border": "#d3dde1",
    "--p-surface": "#ffffff",
    "--p-surface-sunk": "#f6f9fa",
    "--p-line": "#dde6e9",
    "--p-hover": "#edf4f5",
    "--p-selected": "#dceff2",
    "--p-good": "#167747",
    "--p-warn": "#8d5f05",
    "--p-bad": "#b93a22",
    "--p-busy": "#0b6876",
    "--p-shadow": "0 1px 2px rgb(16 42 54 / 6%), 0 4px 14px rgb(16 42 54 / 5%)",
  },
  dark: {
    "--mantine-color-body": "#0b161d",
    "--mantine-color-text": "#d9e4e8",
    "--mantine-color-dimmed": "#8ea3ac",
    "--mantine-color-default-border": "#2b3e48",
    "--p-bar": "#071c25",
    "--p-surface": "#12202a",
    "--p-surface-sunk": "#0e1a22",
    "--p-line": "#21333d",
    "--p-hover": "#182a34",
    "--p-selected": "#123742",
    "--p-good": "#4dba7c",
    "--p-warn": "#efae24",
    "--p-bad": "#f09683",
    "--p-busy": "#58c3d0",
    "--p-shadow": "0 1px 2px rgb(0 0 0 / 30%), 0 6px 18px rgb(0 0 0 / 22%)",
  },
});
